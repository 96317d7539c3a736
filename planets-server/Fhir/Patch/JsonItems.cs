using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

/// <summary>One element as JSON has it: a value, and of a primitive the id and extensions that stand in the <c>_</c> property.</summary>
internal readonly record struct JsonItem(JsonNode? Value, JsonNode? Sibling)
{
    public JsonItem Copy() => new(Value?.DeepClone(), Sibling?.DeepClone());
}

/// <summary>The elements of one JSON property, in order, with what stands in its <c>_</c> property kept in step. R4
/// json.html#primitive.</summary>
internal sealed class JsonItems
{
    private readonly JsonObject _parent;
    private readonly string _name;
    private readonly bool _isMany;
    private readonly List<JsonItem> _items = [];

    private JsonItems(JsonObject parent, string name, bool isMany) => (_parent, _name, _isMany) = (parent, name, isMany);

    public int Count => _items.Count;

    public JsonItem this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public static JsonItems Read(JsonObject parent, string name, bool isMany)
    {
        var read = new JsonItems(parent, name, isMany);
        var (value, sibling) = (parent[name], parent["_" + name]);
        if (!isMany)
        {
            if (value is not null || sibling is not null)
                read._items.Add(new(value, sibling));
            return read;
        }
        var (values, siblings) = (value as JsonArray ?? [], sibling as JsonArray ?? []);
        for (var i = 0; i < Math.Max(values.Count, siblings.Count); i++)
            read._items.Add(new(i < values.Count ? values[i] : null, i < siblings.Count ? siblings[i] : null));
        return read;
    }

    public void Insert(int index, JsonItem item) => _items.Insert(index, item);

    public JsonItem RemoveAt(int index)
    {
        var item = _items[index];
        _items.RemoveAt(index);
        return item;
    }

    /// <summary>Puts the elements into the object; a property without any is left out.</summary>
    public void Write()
    {
        Write(_name, [.. _items.Select(item => item.Value?.DeepClone())]);
        Write("_" + _name, [.. _items.Select(item => item.Sibling?.DeepClone())]);
    }

    private void Write(string name, JsonNode?[] values)
    {
        if (values.All(value => value is null))
            _parent.Remove(name);
        else
            _parent[name] = _isMany ? new JsonArray(values) : values[0];
    }
}
