"""What officers do about a case: the same call for the chat's cards and for the desk's pages."""
