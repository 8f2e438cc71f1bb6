"""The crew of the street lights, on its round: there, what was put in, done, or waiting for a part."""
