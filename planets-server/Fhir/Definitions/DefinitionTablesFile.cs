using System.Text;

namespace Phr.Fhir.Definitions;

/// <summary>The stored form of <see cref="DefinitionTables"/>: little-endian, lists with a 7-bit encoded count before
/// them, strings once each in a pool at the beginning and by their number in it after. Writer and reader stand side by
/// side, field by field.</summary>
internal static class DefinitionTablesFile
{
    private const uint Magic = 0x33523446; // "F4R3"

    /// <summary>Writes the tables to <paramref name="stream"/>.</summary>
    public static void Write(Stream stream, DefinitionTables tables)
    {
        var pool = new Dictionary<string, int>(StringComparer.Ordinal);
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
            WriteTables(new PoolWriter(writer, pool), tables);

        using var file = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        file.Write(Magic);
        file.Write7BitEncodedInt(pool.Count);
        foreach (var text in pool.Keys)
            file.Write(text);
        body.WriteTo(stream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else.</exception>
    public static DefinitionTables Read(Stream stream)
    {
        using var file = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (file.ReadUInt32() != Magic)
            throw new InvalidDataException("The R4 definition tables are of another version: rebuild Phr.Fhir.");
        var pool = new string[file.Read7BitEncodedInt()];
        for (var i = 0; i < pool.Length; i++)
            pool[i] = file.ReadString();
        return ReadTables(new PoolReader(file, pool));
    }

    private static void WriteTables(PoolWriter to, DefinitionTables tables)
    {
        to.List(tables.Types, type =>
        {
            to.Text(type.Name);
            to.Number((int)type.Kind);
            to.Flag(type.Abstract);
            to.Number(type.Parent + 1);
            to.List(type.Elements, element => WriteElement(to, element));
        });
        to.List(tables.ValueSets, set =>
        {
            to.Text(set.Url);
            to.List(set.Codes, code =>
            {
                to.Text(code.System);
                to.Text(code.Code);
            });
        });
        to.List(tables.SearchParameters, parameter => WriteSearchParameter(to, parameter));
        to.List(tables.PatientCompartment, entry =>
        {
            to.Number(entry.Type);
            to.List(entry.Parameters, to.Text);
        });
    }

    private static DefinitionTables ReadTables(PoolReader from) => new(
        from.List(() => new TypeRow(
            from.Text(), (FhirTypeKind)from.Number(), from.Flag(), from.Number() - 1, from.List(() => ReadElement(from)))),
        from.List(() => new ValueSetRow(from.Text(), from.List(() => new CodeRow(from.Text(), from.Text())))),
        from.List(() => ReadSearchParameter(from)),
        from.List(() => new CompartmentRow(from.Number(), from.List(from.Text))));

    private static void WriteElement(PoolWriter to, ElementRow element)
    {
        to.Text(element.Name);
        to.Flag(element.Choice);
        to.Number(element.Min);
        to.Flag(element.Many);
        to.Flag(element.Summary);
        to.Number(element.ValueSet + 1);
        to.List(element.Uses, use =>
        {
            to.Number(use.Type);
            to.Flag(use.WithoutSibling);
            to.Flag(use.WithoutComparator);
            to.List(use.Targets, to.Number);
        });
    }

    private static ElementRow ReadElement(PoolReader from)
    {
        var (name, choice, min, many, summary) = (from.Text(), from.Flag(), from.Number(), from.Flag(), from.Flag());
        return new ElementRow(
            name, choice, min, many, from.Number() - 1,
            from.List(() => new TypeUseRow(from.Number(), from.Flag(), from.Flag(), from.List(from.Number))))
        {
            Summary = summary,
        };
    }

    private static void WriteSearchParameter(PoolWriter to, SearchParameterRow parameter)
    {
        to.Text(parameter.Url);
        to.Text(parameter.Code);
        to.Number((int)parameter.Type);
        to.Text(parameter.Expression);
        to.List(parameter.Bases, to.Number);
        to.List(parameter.Targets, to.Number);
        to.List(parameter.Components, component =>
        {
            to.Text(component.Definition);
            to.Text(component.Expression);
        });
    }

    private static SearchParameterRow ReadSearchParameter(PoolReader from) => new(
        from.Text(), from.Text(), (SearchParameterType)from.Number(), from.Text(),
        from.List(from.Number), from.List(from.Number),
        from.List(() => new ComponentRow(from.Text(), from.Text())));

    private readonly struct PoolWriter(BinaryWriter writer, Dictionary<string, int> pool)
    {
        public void Number(int value) => writer.Write7BitEncodedInt(value);

        public void Flag(bool value) => writer.Write(value);

        public void Text(string value)
        {
            if (!pool.TryGetValue(value, out var number))
                pool.Add(value, number = pool.Count);
            Number(number);
        }

        public void List<T>(IReadOnlyList<T> items, Action<T> write)
        {
            Number(items.Count);
            foreach (var item in items)
                write(item);
        }
    }

    private readonly struct PoolReader(BinaryReader reader, string[] pool)
    {
        public int Number() => reader.Read7BitEncodedInt();

        public bool Flag() => reader.ReadBoolean();

        public string Text() => pool[Number()];

        public T[] List<T>(Func<T> read)
        {
            var items = new T[Number()];
            for (var i = 0; i < items.Length; i++)
                items[i] = read();
            return items;
        }
    }
}
