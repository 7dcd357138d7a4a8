"""The data: what is kept, who may change it and what it adds up to. It knows no screen."""
