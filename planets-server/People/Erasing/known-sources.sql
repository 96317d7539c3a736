-- Whose accounts among some streams the reader may see something of; the reader's condition follows. @streams bigint[]
select distinct s.source from {state} s where s.stream = any (@streams) and  