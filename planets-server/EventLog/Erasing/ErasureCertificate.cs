using System.Text.Json;
using System.Text.Json.Serialization;

namespace Phr.EventLog;

/// <summary>Who still has something of what was erased.</summary>
/// <param name="Holder">Organisation, person or device.</param>
/// <param name="What">In words for the person who asked.</param>
public sealed record Remainder(string Holder, string What);

/// <summary>What was erased, and what was not.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Stream">Number of the stream.</param>
/// <param name="Source">Whose account it was.</param>
/// <param name="Events">
/// Events whose headers (times, types, ids, origins) remain in the log, so that its chain still verifies.
/// </param>
/// <param name="Bodies">How many bodies cannot be read any more.</param>
/// <param name="RequestedBy">Origin of the erasure.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="ErasedAtPosition">Position of the event that says so.</param>
/// <param name="KeyBackupsUntil">Until when a backup of the key store may still hold the key.</param>
/// <param name="Remains">Who still has something.</param>
public sealed record ErasureStatement(
    string Format, long Stream, string Source, long Events, long Bodies, Origin RequestedBy, DateTimeOffset ErasedAt,
    long ErasedAtPosition, DateTimeOffset KeyBackupsUntil, IReadOnlyList<Remainder> Remains)
{
    /// <summary>
    /// Hash of the event at <see cref="ErasedAtPosition"/>, in hexadecimal: the chain up to there is what it was when
    /// this was signed. Certificates signed before this was stated have none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogHash { get; init; }

    public const string CurrentFormat = "phr erasure certificate 1";
}

/// <summary>A signed <see cref="ErasureStatement"/>, in the very bytes that are signed.</summary>
/// <param name="Content">UTF-8 JSON. A stored format.</param>
/// <param name="Signature">
/// ECDSA P-256 with SHA-256 over the content by <see cref="KeyStore.PublicKey"/>, IEEE P1363 form.
/// </param>
public sealed record ErasureCertificate(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Signature)
{
    public ErasureStatement Statement() =>
        JsonSerializer.Deserialize(Content.Span, ErasureJson.Default.ErasureStatement)
        ?? throw new JsonException("Not a certificate.");

    internal static ErasureCertificate Sign(ErasureStatement statement, KeyStore keys)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(statement, ErasureJson.Default.ErasureStatement);
        return new ErasureCertificate(content, keys.Sign(content));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErasureStatement))]
[JsonSerializable(typeof(IReadOnlyList<Remainder>))]
internal sealed partial class ErasureJson : JsonSerializerContext;
