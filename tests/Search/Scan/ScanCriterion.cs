using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>A criterion of a search as the oracle understands it, and as it stands in a URL.</summary>
internal abstract record ScanCriterion(string Name, string Value)
{
    public abstract bool Holds(JsonObject resource, ScanWorld world);

    public string Text => $"{Name}={Uri.EscapeDataString(Value)}";

    /// <summary><c>parameter:modifier=value,value</c>.</summary>
    internal sealed record Own(ScanParameter Parameter, string Modifier, string[] Values)
        : ScanCriterion(Parameter.Code + (Modifier.Length > 0 ? ":" + Modifier : ""), string.Join(',', Values))
    {
        public override bool Holds(JsonObject resource, ScanWorld world)
        {
            var elements = Parameter.In(resource).ToList();
            return Modifier switch
            {
                "missing" => elements.Count == 0 == (Values[0] == "true"),
                "not" => !Any(elements, ""),
                _ => Any(elements, Modifier),
            };
        }

        private bool Any(List<JsonNode> elements, string modifier) =>
            elements.Exists(element => Values.Any(value => ScanMatch.Holds(Parameter, modifier, element, value)));
    }

    /// <summary><c>_id</c> of any.</summary>
    internal sealed record Ids(string[] Values) : ScanCriterion("_id", string.Join(',', Values))
    {
        public override bool Holds(JsonObject resource, ScanWorld world) => Values.Contains(ScanWorld.Id(resource));
    }

    /// <summary><c>parameter:Type.criterion</c>.</summary>
    internal sealed record Chain(ScanParameter Link, string? Type, IReadOnlyDictionary<string, ScanCriterion> ByType, ScanCriterion Any)
        : ScanCriterion($"{Link.Code}{(Type is null ? "" : ":" + Type)}.{Any.Name}", Any.Value)
    {
        public override bool Holds(JsonObject resource, ScanWorld world) => Link.In(resource).Any(reference =>
            reference["reference"]!.GetValue<string>().Split('/') is [var type, var id] && ByType.TryGetValue(type, out var rest)
            && world.Find(type, id) is { } target && rest.Holds(target, world));
    }

    /// <summary><c>_has:Type:parameter:criterion</c>.</summary>
    internal sealed record Has(ScanParameter Link, ScanCriterion Rest)
        : ScanCriterion($"_has:{Link.Type}:{Link.Code}:{Rest.Name}", Rest.Value)
    {
        public override bool Holds(JsonObject resource, ScanWorld world)
        {
            var self = $"{ScanWorld.TypeOf(resource)}/{ScanWorld.Id(resource)}";
            return world.Of(Link.Type).Any(source =>
                Link.In(source).Any(reference => reference["reference"]!.GetValue<string>() == self) && Rest.Holds(source, world));
        }
    }
}
