using System.Text;
using System.Text.Json;
using Phr.Planets.Intake.Devices;

namespace Phr.Cli.Ingest;

/// <summary>What a document is, by its content.</summary>
internal abstract record DocumentKind
{
    private const int HeadBytes = 1 << 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256, CommentHandling = JsonCommentHandling.Disallow };

    // What others are about or refer to; a Bundle brings its own.
    private static readonly string[] First = ["Organization", "Practitioner", "Location", "Patient"];

    private DocumentKind() { }

    /// <summary>Whether it may need what other documents bring.</summary>
    public bool ComesAfterOthers => this is Resource { Type: var one } && !First.Contains(one) || this is Lines { Type: var type } && !First.Contains(type);

    /// <summary>A FHIR resource that is no Bundle, as JSON.</summary>
    public sealed record Resource(string Type) : DocumentKind;

    public sealed record Bundle : DocumentKind;

    /// <summary>Resources as JSON, one a line.</summary>
    /// <param name="Type">Of the first.</param>
    public sealed record Lines(string Type) : DocumentKind;

    /// <summary>What a device or its maker exported.</summary>
    public sealed record Device(DeviceFormat Format) : DocumentKind;

    /// <param name="Why">One sentence.</param>
    public sealed record Unknown(string Why) : DocumentKind;

    public static DocumentKind Of(SourceDocument document)
    {
        using (var content = File.OpenRead(document.Path))
        {
            var head = new byte[HeadBytes];
            head = head[..content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
            if (FirstValue(head) is { Type: { } type } first)
                return first.IsFollowed ? new Lines(type) : type == "Bundle" ? new Bundle() : new Resource(type);
        }
        try
        {
            return DeviceFormats.Recognise(new DeviceFile(document.Where, () => File.OpenRead(document.Path))) is { } format
                ? new Device(format)
                : new Unknown("This is neither FHIR as JSON nor a known export of a device.");
        }
        catch (InvalidDataException malformed)
        {
            return new Unknown(malformed.Message);
        }
    }

    /// <summary>Resource type of the first JSON value, and whether another value comes after it.</summary>
    private static (string? Type, bool IsFollowed) FirstValue(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble))
            head = head[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(Options));
        string? type = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("resourceType");
                if (isType && reader.Read() && reader.TokenType == JsonTokenType.String)
                    type = reader.GetString();
                else if (isType || !reader.TrySkip())
                    return (type, IsFollowed: false);
            }
            var rest = head[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8);
            return (type, reader.TokenType == JsonTokenType.EndObject && rest.StartsWith("{"u8));
        }
        catch (JsonException)
        {
            return (type, IsFollowed: false);
        }
    }
}
