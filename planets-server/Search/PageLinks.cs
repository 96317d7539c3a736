using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NpgsqlTypes;
using Phr.Platform.Identity;

namespace Phr.Planets.Search;

/// <summary>Makes and reads the links to further pages.</summary>
/// <param name="key">32 bytes.</param>
public sealed class PageLinks(byte[] key)
{
    /// <summary>Name of the only parameter of such a link.</summary>
    public const string Parameter = "_cursor";

    /// <summary>The key of links, from the index key of the key store: so links outlive a restart.</summary>
    public static byte[] KeyFrom(ReadOnlySpan<byte> indexKey)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey, key, [], "phr page links 1"u8);
        return key;
    }

    public string Next(SearchRequest request, SearchPage page, Caller caller)
    {
        var last = page.Matches[^1];
        var values = last.Keys.Select((value, i) => Text(value, request.Sort[i].Type)).ToArray();
        return Seal(new PageCursor(request.Space.Path, request.Self, page.AsOf, values, last.Position), caller);
    }

    public string Seal(PageCursor cursor, Caller caller) => cursor.Seal(key, Bearer(caller));

    public PageCursor? Open(string text, Caller caller) => PageCursor.Open(text, key, Bearer(caller));

    /// <summary>Where the page begins that a cursor speaks of.</summary>
    public static PageStart Start(PageCursor cursor, SearchRequest request) => new(
        cursor.AsOf, new RowKey([.. cursor.Values.Select((text, i) => Value(text, request.Sort[i].Type))], cursor.Position));

    private static byte[] Bearer(Caller caller) =>
        Encoding.UTF8.GetBytes($"{caller.Role}\n{caller.Subject}\n{caller.Client}\n{caller.Organisation}\n{caller.Patient}");

    private static string? Text(object? value, NpgsqlDbType type) => value switch
    {
        null => null,
        DateTime at => at.Ticks.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? Value(string? text, NpgsqlDbType type) => (text, type) switch
    {
        (null, _) => null,
        (_, NpgsqlDbType.TimestampTz) => new DateTime(long.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc),
        (_, NpgsqlDbType.Bigint) => long.Parse(text, CultureInfo.InvariantCulture),
        (_, NpgsqlDbType.Double) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };
}
