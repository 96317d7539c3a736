using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.EventLog;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.EventLog;

/// <summary>
/// What is stored and signed for decades: samples of each format, which every later version must read, and write the
/// same. The files are hexadecimal, and never rewritten: a new format gets a new file.
/// </summary>
public sealed class StoredFormatsTest
{
    private static readonly KeyId Key = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    [Fact]
    public void The_header_of_a_founding_event_without_event_time()
    {
        var origin = new Origin("practitioner-1", "system-a", "病院甲", "TREAT");
        var fields = new HeaderFields(
            1, new StreamId(1), 1, EventKind.Stored, "Patient", "p-1", 1, null, Instant("2026-04-01T09:00:00.000001Z"), Key, 45);

        Golden.Is("header-1-founding.hex", Encoded(fields, origin));
    }

    [Fact]
    public void The_header_of_an_event_before_1970()
    {
        var origin = new Origin("account-7", "phone", "phone-7", "PATRQT");
        var fields = new HeaderFields(
            9_000_000_000, new StreamId(77), 123_456, EventKind.Deleted, "Observation", "o-ü", 3,
            Instant("1955-11-05T06:15:00Z"), Instant("2026-04-01T09:00:00Z"), null, 0);

        Golden.Is("header-1-deleted.hex", Encoded(fields, origin));
    }

    [Fact]
    public void A_sealed_body()
    {
        using var cipher = new AesGcm(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), Seal.TagBytes);
        var associated = new byte[Seal.AssociatedBytesMax];
        var length = Seal.WriteAssociated(associated, new StreamId(77), 5, "Observation");
        var body = Golden.Read("sealed-body.hex");

        Assert.Equal("""{"resourceType":"Observation"}""", Encoding.UTF8.GetString(Seal.Open(cipher, body, associated.AsSpan(0, length))!));
        var again = new byte[body.Length];
        body.AsSpan(0, Seal.NonceBytes).CopyTo(again);
        Seal.Close(cipher, """{"resourceType":"Observation"}"""u8, again, associated.AsSpan(0, length));
        Assert.Equal(body, again);
    }

    [Fact]
    public void The_chain_over_header_and_body()
    {
        using var chain = new ChainHash();
        var hash = new byte[ChainHash.Bytes];

        chain.Next(new byte[ChainHash.Bytes], Golden.Read("header-1-founding.hex"), Golden.Read("sealed-body.hex"), hash);

        Golden.Is("chain-first.hex", hash);
        Assert.Equal(
            SHA256.HashData([.. new byte[32], .. Golden.Read("header-1-founding.hex"), .. Golden.Read("sealed-body.hex")]), hash);
    }

    [Fact]
    public void A_key_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("0f", 32)));
        using var master = MasterKey.FromFile(file);
        File.Delete(file);

        var wrapped = Golden.Read("key-file-1.hex");

        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), KeyFile.Unwrap(master, SecretUse.StreamKey, Key, wrapped));
        Assert.Null(KeyFile.Unwrap(master, SecretUse.IndexKey, Key, wrapped));
        Assert.Equal(Key, KeyFile.IdOf(wrapped));
    }

    [Fact]
    public void What_a_checkpoint_signs()
    {
        var checkpoint = new Checkpoint(10_000, SHA256.HashData("x"u8), 42, Instant("2026-04-01T09:00:00.5Z"), default);

        Golden.Is("checkpoint-1.hex", checkpoint.SignedBytes());
    }

    [Fact]
    public void A_certificate_of_erasure()
    {
        var content = Golden.Read("certificate-1.hex");
        var statement = new ErasureCertificate(content, default).Statement();

        Assert.Equal(("phr erasure certificate 1", 77, "phone-7"), (statement.Format, statement.Stream, statement.Source));
        Assert.Equal((9_000, 8_999), (statement.Events, statement.Bodies));
        Assert.Equal(new Remainder("hospital-b", "what it wrote itself"), Assert.Single(statement.Remains));
        Assert.Equal(content, JsonSerializer.SerializeToUtf8Bytes(statement, ErasureJson.Default.ErasureStatement));
    }

    private static byte[] Encoded(HeaderFields fields, Origin origin)
    {
        var header = new byte[EventHeader.BytesMax];
        return header[..EventHeader.Write(header, fields, EventHeader.Encode(origin))];
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text);
}
