
    union
    select s.self, s.tokens, tree.level + 1
    from tree cross join unnest(tree.tokens) token join {state} s on s.self = token # @parent
    where s.type = @target and tree.level < @levels and 