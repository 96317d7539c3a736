using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Platform;
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
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey, key, [], "phr page links 3"u8);
        return key;
    }

    /// <summary>Characters of a link that are kept for where a page ended.</summary>
    private const int PlaceCharacters = 1_000;

    /// <summary>Whether further pages have room for the query of a search; a count has none.</summary>
    public static bool Holds(SearchRequest request) => request.Count == 0
        || Cursor(request, 0, [], 0).TextCharacters() + PlaceCharacters <= PageCursor.TextCharactersMax;

    /// <summary>Refused where the values by which the page was sorted are too long for a link.</summary>
    public Answer<string> Next(SearchRequest request, SearchPage page, Caller caller)
    {
        var last = page.Matches[^1];
        var values = last.Keys.Select((value, i) => Text(value, request.Sort[i].Type)).ToArray();
        var text = Seal(Cursor(request, page.AsOf, values, last.Position), caller);
        return text.Length <= PageCursor.TextCharactersMax ? text : TooLong;
    }

    /// <summary>Of a search whose further pages could not be asked for.</summary>
    public static Refusal TooLong => new(
        RefusalKind.TooLarge, "The query is too long for the links to its further pages: ask for fewer values at once, or sort by fewer keys.",
        null, "too-long");

    public string Seal(PageCursor cursor, Caller caller) => cursor.Seal(key, Bearer(caller));

    public PageCursor? Open(string text, Caller caller) => PageCursor.Open(text, key, Bearer(caller));

    /// <summary>Where the page begins that a cursor speaks of.</summary>
    public static PageStart Start(PageCursor cursor, SearchRequest request) => new(
        cursor.AsOf, new RowKey([.. cursor.Values.Select((text, i) => Value(text, request.Sort[i].Type))], cursor.Position));

    private static PageCursor Cursor(SearchRequest request, long asOf, IReadOnlyList<string?> values, long position) =>
        new(request.Space.Path, request.Self, asOf, values, position);

    private static byte[] Bearer(Caller caller) => Encoding.UTF8.GetBytes(Requester.BearerOf(caller));

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
