
    union
    select s.self, s.tokens, tree.level + 1 from tree join {state} s on s.tokens @> array[tree.self # @parent]
    where s.type = @target and tree.level < @levels and 