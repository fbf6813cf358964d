"""What a chapter shows: outputs, house style, placing of labels."""
