using System.Text.Json;
using Phr.Platform;

namespace Phr.Consent.Consents;

/// <summary>The first fault that a reader came upon. Reading goes on with empty values, so that a reader has one way through.</summary>
internal sealed class FaultFound
{
    public Refusal? First { get; private set; }

    public void At(string place, string reason, string code = "business-rule") =>
        First ??= new Refusal(RefusalKind.Unprocessable, reason, place, code);
}

/// <summary>A JSON value and where it is, as a FHIRPath. A value that is absent can be asked like one that is there.</summary>
internal readonly record struct JsonPlace(JsonElement Value, string Place, FaultFound Faults)
{
    public bool Exists => Value.ValueKind != JsonValueKind.Undefined;

    public JsonPlace this[string name]
    {
        get
        {
            var place = $"{Place}.{name}";
            if (!Exists)
                return new JsonPlace(default, place, Faults);
            if (Value.ValueKind != JsonValueKind.Object)
                return Wrong("an object", new JsonPlace(default, place, Faults));
            return new JsonPlace(Value.TryGetProperty(name, out var child) ? child : default, place, Faults);
        }
    }

    public string? Text => Value.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.String => Value.GetString(),
        _ => Wrong<string?>("a string", null),
    };

    public IEnumerable<JsonPlace> Items
    {
        get
        {
            if (!Exists)
                yield break;
            if (Value.ValueKind != JsonValueKind.Array)
            {
                Wrong("a list", 0);
                yield break;
            }
            var index = 0;
            foreach (var item in Value.EnumerateArray())
                yield return new JsonPlace(item, $"{Place}[{index++}]", Faults);
        }
    }

    /// <summary>Names of its elements, without those that an object may always carry.</summary>
    public IEnumerable<string> Elements => Value.ValueKind == JsonValueKind.Object
        ? Value.EnumerateObject().Select(property => property.Name).Where(name => name[0] != '_' && name is not ("id" or "extension"))
        : [];

    public void Refuse(string reason) => Faults.At(Place, reason);

    /// <summary>Refuses elements beyond those named: what is not understood must not be left out of a decision.</summary>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (var element in Elements)
        {
            if (!known.Contains(element))
                Faults.At($"{Place}.{element}", "This is not supported here, and leaving it out would change what the consent says.");
        }
    }

    private T Wrong<T>(string wanted, T instead)
    {
        Faults.At(Place, $"Here stands something else than {wanted}.", "structure");
        return instead;
    }
}
