"""What a panel knows beside the documents, and the scene that its views draw. Pure."""
