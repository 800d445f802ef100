std = 'luajit'
globals = { 'vim' }
max_line_length = 120
-- Made from the protocol: its sentences are as long as they are there.
files['lua/tierline/types.lua'] = { max_line_length = false }
