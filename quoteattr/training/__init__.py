"""Train, pack and score the models that the package ships. The library never imports this."""
