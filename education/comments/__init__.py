"""What readers ask and reply under a guide, once an editor has read it. Nothing here knows who wrote what."""
