"""What is there to see before one has stories, readers and mails of one's own?"""
