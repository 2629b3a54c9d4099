"""What a change may do to the record, and who may record what."""
