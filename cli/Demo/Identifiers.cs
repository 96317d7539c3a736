using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Simulator.Households;

namespace Phr.Cli.Demo;

/// <summary>Collects from records whatever tells who somebody is: a release must hold none of it. Pure but for its own set.</summary>
internal sealed class Identifiers
{
    // A shorter text would be found in others by chance; not so a name, because a release has no text of people at all.
    private const int CharactersMin = 4;

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IReadOnlySet<string> All => _found;

    public void Add(PersonFacts facts)
    {
        Add(facts.InsuredPerson);
        Add(facts.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        lock (_gate)
        {
            foreach (var name in new[] { facts.Name, facts.Kana })
                _found.UnionWith([name, name.Replace(" ", "", StringComparison.Ordinal), .. name.Split(' ')]);
        }
    }

    /// <summary>Values of identifiers, telephones and addresses anywhere in a resource or Bundle, and the ids of its entries.</summary>
    public void Add(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Add(item);
                break;
            case JsonObject element:
                foreach (var (name, value) in element)
                    Add(name, value);
                break;
        }
    }

    public void Add(string? text)
    {
        if (text is not { Length: >= CharactersMin })
            return;
        lock (_gate)
            _found.Add(text);
    }

    /// <summary>How many of them a text holds.</summary>
    public static int CountIn(string text, IEnumerable<string> identifiers) =>
        identifiers.Count(identifier => text.Contains(identifier, StringComparison.Ordinal));

    private void Add(string name, JsonNode? value)
    {
        switch (name)
        {
            case "identifier" or "telecom" when value is JsonArray list:
                foreach (var item in list)
                    Add((string?)item?["value"]);
                break;
            case "identifier" when value is JsonObject one:
                Add((string?)one["value"]);
                break;
            case "address" when value is JsonArray list:
                foreach (var item in list)
                {
                    Add((string?)item?["text"]);
                    Add((string?)item?["postalCode"]);
                }
                break;
            case "id" when value is JsonValue id && id.TryGetValue<string>(out var text):
                Add(text);
                break;
            default:
                Add(value);
                break;
        }
    }
}
