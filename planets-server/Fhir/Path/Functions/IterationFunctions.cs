using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>Functions that go through their input, and the conditional (FHIRPath §5.2, §5.5, §5.8, §7).</summary>
internal static class IterationFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("where", 1, 1, Where),
        new("select", 1, 1, Select),
        new("repeat", 1, 1, Repeat),
        new("aggregate", 1, 2, Aggregate),
        new("iif", 2, 3, Conditional),
        new("trace", 1, 2, Trace),
        new("children", 0, 0, Children),
        new("descendants", 0, 0, Descendants),
    ];

    private static Collection Where(in Call call)
    {
        var into = new Collection.Builder();
        for (var i = 0; i < call.Input.Count; i++)
            if (call.On(call.Input[i], i).Truth(call.Offset) == true)
                into.Add(call.Input[i]);
        return into.ToCollection();
    }

    private static Collection Select(in Call call)
    {
        var into = new Collection.Builder();
        for (var i = 0; i < call.Input.Count; i++)
        {
            into.Add(call.On(call.Input[i], i));
            call.Work.CheckItems(into.Count);
        }
        return into.ToCollection();
    }

    // What the output holds already, by equality, is neither added nor looked into again: so cycles end.
    private static Collection Repeat(in Call call)
    {
        var (met, into, pending) = (new DistinctValues(call.Work), new Collection.Builder(), new Queue<Value>(call.Input));
        for (var i = 0; pending.TryDequeue(out var item); i++)
            foreach (var found in call.On(item, i))
                if (met.Add(found))
                {
                    into.Add(found);
                    pending.Enqueue(found);
                    call.Work.CheckItems(into.Count);
                }
        return into.ToCollection();
    }

    private static Collection Aggregate(in Call call)
    {
        var total = call.Argument(1);
        for (var i = 0; i < call.Input.Count; i++)
        {
            call.Work.Spend();
            total = call.Work.Counted(call.Arguments[0](call.Scope.For(call.Input[i], i) with { Total = total }));
        }
        return total;
    }

    // Only the branch that is chosen is evaluated. The input, if there is one, is what the criterion and both branches see.
    private static Collection Conditional(in Call call)
    {
        if (call.Input.Count > 1)
            throw call.Fault("iif() is called on several items.");
        var scope = call.Input.OnlyValue is { } item ? call.Scope.For(item, call.Scope.Index ?? 0) : call.Scope;
        var criterion = call.Arguments[0](scope);
        if (call.Environment.IsStrict && criterion.Single(call.Offset) is not (null or Value.Boolean))
            throw call.Fault("The criterion of iif() is no Boolean.");
        var branch = criterion.Truth(call.Offset) == true ? 1 : 2;
        return branch < call.Arguments.Length ? call.Arguments[branch](scope) : default;
    }

    private static Collection Trace(in Call call)
    {
        var name = call.TextArgument(0) ?? throw call.Fault("trace() wants a name.");
        if (call.Environment.Trace is not { } trace)
            return call.Input;
        var traced = new Collection.Builder();
        for (var i = 0; i < call.Input.Count; i++)
            traced.Add(call.Arguments.Length > 1 ? call.On(call.Input[i], i, 1) : Collection.Of(call.Input[i]));
        trace(name, traced.ToCollection());
        return call.Input;
    }

    private static Collection Children(in Call call)
    {
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (item is Value.Node node)
                foreach (var child in node.Element.Children())
                    into.Add(new Value.Node(child));
        return into.ToCollection();
    }

    private static Collection Descendants(in Call call)
    {
        var into = new Collection.Builder();
        foreach (var item in call.Input)
            if (item is Value.Node node)
                AddDescendants(node.Element, ref into, call.Work);
        return into.ToCollection();
    }

    private static void AddDescendants(Element element, ref Collection.Builder into, Work work)
    {
        foreach (var child in element.Children())
        {
            into.Add(new Value.Node(child));
            work.CheckItems(into.Count);
            AddDescendants(child, ref into, work);
        }
    }
}
