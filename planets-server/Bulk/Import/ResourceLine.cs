using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Intake.Offers;
using Phr.Platform;

namespace Phr.Planets.Bulk.Import;

/// <summary>A line of an input.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">Null of one that is too long.</param>
internal sealed record ResourceLine(string Input, long Number, byte[]? Bytes)
{
    private const int DepthMax = 256;
    private const string Place = "Bundle.entry[0].resource";

    private static readonly byte[] Before = [.. """{"resourceType":"Bundle","type":"collection","entry":[{"resource":"""u8];
    private static readonly byte[] After = [.. "}]}"u8];

    /// <summary>What type of resource a line says it is; null where it does not say.</summary>
    public string? Type { get; } = Read(Bytes, "resourceType"u8);

    /// <summary>The id that a line says; null where it says none.</summary>
    public string? Id => Read(Bytes, "id"u8);

    /// <summary>
    /// Reads the line as the only entry of a Bundle: only there a reference may be a search (R4 http.html#trules), as
    /// Synthea's exports have them.
    /// </summary>
    public ParseResult Parse() => FhirDocument.Parse((byte[])[.. Before, .. Bytes ?? [], .. After]);

    /// <summary>The resource as it is offered: under its own id, or one that follows from its content.</summary>
    /// <param name="index">Of the offer.</param>
    public OfferedResource Offer(int index, ParseResult parsed, string source)
    {
        var root = parsed.Document?.Root.Child("entry").Child("resource") ?? default;
        var type = root.Type is { IsResource: true } known ? known.Name : "";
        if (Bytes is null)
            return Faulty(new Refusal(RefusalKind.TooLarge, $"The line has over {LineReader.LineBytesMax} bytes.", null, "too-long"));
        if (parsed.Issues.FirstOrDefault(issue => issue.Severity == IssueSeverity.Error) is { } issue)
            return Faulty(new Refusal(RefusalKind.Unprocessable, issue.English, Within(issue.Expression, type), issue.Code));
        if (type.Length == 0 || !IsWhole(root))
            return Faulty(new Refusal(RefusalKind.Unprocessable, "The line is not one resource.", null, "structure"));
        return new OfferedResource(
            index, type, root.Child("id").Text ?? SourceIdentity.IdOf(source, SourceIdentity.NameOf(root, fullUrl: null)), root, null);

        OfferedResource Faulty(Refusal refusal) => new(index, type, "", root, refusal);
    }

    // Otherwise the line would have ended the entry and begun something else.
    private bool IsWhole(Element root)
    {
        var (from, to) = (Before.Length, Before.Length + Bytes!.Length);
        while (from < to && Bytes[from - Before.Length] is (byte)' ' or (byte)'\t')
            from++;
        while (to > from && Bytes[to - 1 - Before.Length] is (byte)' ' or (byte)'\t')
            to--;
        return root.RawRange.Equals(from..to);
    }

    private static string? Within(string expression, string type) => expression.StartsWith(Place, StringComparison.Ordinal)
        ? type + expression[Place.Length..]
        : null;

    // A text of the resource itself, not of what is in it.
    private static string? Read(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = DepthMax });
        try
        {
            while (reader.Read())
            {
                if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                    continue;
                var isNamed = reader.ValueTextEquals(name);
                reader.Read();
                if (isNamed)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception unsound) when (unsound is JsonException or InvalidOperationException)
        {
            // No JSON, or no UTF-8: that is told when it is taken.
        }
        return null;
    }
}
