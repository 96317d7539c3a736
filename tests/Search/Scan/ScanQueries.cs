using System.Text.Json.Nodes;

namespace Phr.Tests.Search.Scan;

/// <summary>Random searches of a world: mostly of values that occur in it, so that they find something.</summary>
internal sealed class ScanQueries(ScanWorld world)
{
    private const int LinksMax = 3;

    private static readonly string[] Comparisons = ["", "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    public ScanCriterion Criterion(string type, int links = LinksMax)
    {
        if (world.Maybe(0.05))
            return new ScanCriterion.Ids([ScanWorld.Id(world.Pick(world.Of(type))), "nobody"]);
        if (links > 0 && world.Maybe(0.2) && Chain(type, links - 1) is { } chain)
            return chain;
        if (links > 0 && world.Maybe(0.15) && Has(type, links - 1) is { } has)
            return has;
        var parameter = world.Pick(ScanParameter.Of(type));
        if (world.Maybe(0.08) && parameter.Kind is not (ScanKind.Composite or ScanKind.Near))
            return new ScanCriterion.Own(parameter, "missing", [world.Pick(["true", "false"])]);
        var modifier = world.Maybe(0.4) ? world.Pick(Modifiers(parameter)) : "";
        return new ScanCriterion.Own(parameter, modifier,
            [.. Enumerable.Range(0, world.Maybe(0.25) ? 2 : 1).Select(_ => Value(parameter, modifier))]);
    }

    private static string[] Modifiers(ScanParameter parameter) => parameter switch
    {
        { Code: "identifier" } => ["not", "text", "of-type"],
        { Kind: ScanKind.Token, System: "" } => ["not", "text"],
        { Kind: ScanKind.Token } => ["not"],
        { Kind: ScanKind.Uri } => ["above", "below"],
        { Kind: ScanKind.Text } => ["exact", "contains"],
        { Kind: ScanKind.Reference } => parameter.Targets,
        _ => [""],
    };

    // Without a type a chain means every target; the oracle reads the same words once for each.
    private ScanCriterion? Chain(string type, int links)
    {
        var references = ScanParameter.Of(type).Where(parameter => parameter.Kind == ScanKind.Reference).ToList();
        if (references.Count == 0)
            return null;
        var link = world.Pick(references);
        var target = world.Pick(link.Targets);
        var rest = Criterion(target, links);
        return new ScanCriterion.Chain(link, target, new Dictionary<string, ScanCriterion> { [target] = rest }, rest);
    }

    private ScanCriterion? Has(string type, int links)
    {
        var references = ScanParameter.All.Where(parameter => parameter.Kind == ScanKind.Reference && parameter.Targets.Contains(type))
            .ToList();
        if (references.Count == 0)
            return null;
        var link = world.Pick(references);
        return new ScanCriterion.Has(link, Criterion(link.Type, links));
    }

    private string Value(ScanParameter parameter, string modifier)
    {
        var elements = world.Of(parameter.Type).SelectMany(resource => parameter.In(resource)).ToList();
        if (elements.Count == 0)
            return parameter.Kind is ScanKind.Date ? "2020" : "1";
        return Value(parameter, modifier, world.Pick(elements));
    }

    private string Value(ScanParameter parameter, string modifier, JsonNode element)
    {
        return parameter.Kind switch
        {
            ScanKind.Token when modifier == "text" => Part(world.Pick(ScanMatch.Texts(element).Append("ヤマ").ToList()), ""),
            ScanKind.Token when modifier == "of-type" => Typed(element),
            ScanKind.Token => Token(parameter, element),
            ScanKind.Composite => string.Join('$', parameter.Parts.Select(part =>
                part.In(element).FirstOrDefault() is { } value ? Value(part, "", value) : part.Kind == ScanKind.Quantity ? "5" : "x")),
            ScanKind.Near => $"{element["latitude"]}|{element["longitude"]}{world.Pick(["", "|5", "|100|km", "|500000|m"])}",
            ScanKind.Uri when modifier == "below" => element.GetValue<string>()[..^world.Next(3)],
            ScanKind.Uri when modifier == "above" => element.GetValue<string>() + world.Pick(["", "/x", "b"]),
            ScanKind.Text => Part(element.GetValue<string>(), modifier),
            ScanKind.Date => world.Pick(Comparisons) + Date(element),
            ScanKind.Number => world.Pick(Comparisons) + element.ToJsonString(),
            ScanKind.Quantity => world.Pick(Comparisons) + Quantity(element),
            ScanKind.Reference => Reference(element, modifier),
            _ => element.GetValue<string>(),
        };
    }

    private string Token(ScanParameter parameter, JsonNode element)
    {
        var (system, code) = world.Pick(ScanValue.Tokens(element, parameter.System).ToList());
        return system.Length == 0 ? world.Pick([code, "|" + code]) : world.Pick([code, $"{system}|{code}", $"{system}|"]);
    }

    private static string Typed(JsonNode identifier) =>
        identifier["type"] is { } type && ScanValue.Tokens(type, "").First() is var (system, code)
            ? $"{system}|{code}|{identifier["value"]}" : "urn:none|MR|1001";

    private string Part(string text, string modifier)
    {
        var letters = text.Trim();
        // A sound mark stands with its kana.
        var start = modifier == "contains" && letters.Length > 2 && !letters.Contains('\u3099') && !letters.Contains('ﾞ') ? world.Next(2)
            : 0;
        return world.Maybe(0.5) || letters.Length <= start + 2 || modifier == "exact" ? letters : letters[start..(start + 2)];
    }

    private string Date(JsonNode element)
    {
        var date = element is JsonObject period ? (period["start"] ?? period["end"])!.GetValue<string>() : element.GetValue<string>();
        return world.Pick([date, date[..4], "2020-02-29", "2020-01", "2020-02-29T10:30:00+09:00", "2020-02-29T10:30+09:00"]);
    }

    private string Quantity(JsonNode element)
    {
        var number = element["value"]!.ToJsonString();
        var (unit, code, system) = ($"{element["unit"]}", $"{element["code"]}", $"{element["system"]}");
        return world.Pick([number, $"{number}||{unit}", $"{number}|{system}|{code}", $"5|{ScanWorld.Ucum}|mg",
            $"0.005|{ScanWorld.Ucum}|g"]) is var text && text.EndsWith('|')
            ? number : text;
    }

    private string Reference(JsonNode element, string modifier)
    {
        var reference = element["reference"]!.GetValue<string>();
        var id = reference[(reference.IndexOf('/') + 1)..];
        return modifier.Length > 0 ? id : world.Pick([reference, id]);
    }
}
