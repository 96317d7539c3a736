using System.Buffers;
using System.Text;

namespace Phr.Fhir.Indexing;

/// <summary>
/// How a string search reads text, on both sides: without regard to case, accents, half or full width, hiragana or katakana,
/// compatibility forms and variants of kanji (髙 is 高, 櫻 is 桜); white space once, at no end, and not between Japanese letters (青木　花子 is
/// 青木花子). Source: R4 search.html#string; text-folding.txt for the letters, kanji-variants.txt for kanji.
/// </summary>
public static class TextFolding
{
    /// <summary>Longest folded text that is indexed; the rest is cut off, in a query as in the index.</summary>
    public const int FoldedBytesMax = 512;

    /// <summary>Raised when a text folds to another than before: each index of folded texts is then built again.</summary>
    public const int Version = 2;

    // Planes 0 to 2: letters beyond fold to themselves.
    private const int PagesCount = 0x300;

    private const char VoicedMark = '\u3099';
    private const char SemiVoicedMark = '\u309A';
    private static readonly string?[]?[] Pages = Load();

    /// <summary>The folded text of a query.</summary>
    public static string Fold(string text)
    {
        var folded = new ArrayBufferWriter<byte>();
        Fold(Encoding.UTF8.GetBytes(text), folded);
        return Encoding.UTF8.GetString(folded.WrittenSpan);
    }

    /// <summary>Writes the folded form of UTF-8 text, at most <see cref="FoldedBytesMax"/> bytes of it.</summary>
    public static void Fold(ReadOnlySpan<byte> text, IBufferWriter<byte> to)
    {
        // A letter may fold to 18 (an Arabic ligature), of 3 bytes each; room beyond the limit is for the last one.
        Span<byte> folded = stackalloc byte[FoldedBytesMax + 64];
        var written = new Folded(folded);
        while (!text.IsEmpty && written.Length < FoldedBytesMax)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            text = text[length..];
            Append(rune, ref written);
        }
        to.Write(folded[..written.CutLength(FoldedBytesMax)]);
    }

    private static void Append(Rune rune, ref Folded to)
    {
        if (rune.Value < 0x80)
            to.Add(new Rune(char.ToLowerInvariant((char)rune.Value)));
        else if (Listed(rune) is { } text)
            foreach (var folded in text.EnumerateRunes())
                to.Add(folded);
        else if (!IsVariationSelector(rune))
            to.Add(rune.IsBmp ? rune : Rune.ToLowerInvariant(rune));
    }

    private static string? Listed(Rune rune) => rune.Value >> 8 is var page && page < PagesCount ? Pages[page]?[rune.Value & 0xFF] : null;

    // Kana, CJK ideographs and their extensions: written without blanks between words.
    internal static bool IsJapanese(Rune rune) =>
        rune.Value is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);

    // Ideographic variation sequences choose a glyph of one letter.
    private static bool IsVariationSelector(Rune rune) => rune.Value is >= 0xE0100 and <= 0xE01EF;

    private static string?[]?[] Load()
    {
        var pages = new string?[PagesCount][];
        using var stream = typeof(TextFolding).Assembly.GetManifestResourceStream("text-folding.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var letter = Rune.GetRuneAt(line, 0);
            if (letter.Value != '#')
                (pages[letter.Value >> 8] ??= new string?[256])[letter.Value & 0xFF] = line[(letter.Utf16SequenceLength + 1)..];
        }
        return pages;
    }

    /// <summary>The text as it grows: joins sound marks to their kana and keeps white space only where it parts words.</summary>
    private ref struct Folded(Span<byte> target)
    {
        private readonly Span<byte> target = target;
        private Rune last;
        private bool hasSpace;

        public int Length { get; private set; }

        public void Add(Rune rune)
        {
            if (Rune.IsWhiteSpace(rune))
                hasSpace = Length > 0;
            else if (Voiced(rune) is { } joined)
                Replace(joined);
            else
                Append(rune);
        }

        // The first bytes of the text that make whole letters.
        public readonly int CutLength(int bytesMax)
        {
            var cut = Math.Min(Length, bytesMax);
            while (cut > 0 && cut < Length && (target[cut] & 0xC0) == 0x80)
                cut--;
            return cut;
        }

        private void Append(Rune rune)
        {
            if (hasSpace && !(IsJapanese(last) && IsJapanese(rune)))
                target[Length++] = (byte)' ';
            hasSpace = false;
            Write(rune);
        }

        private void Replace(Rune rune)
        {
            Length -= last.Utf8SequenceLength;
            Write(rune);
        }

        private void Write(Rune rune)
        {
            // Full: what follows would be cut off anyway.
            if (Length + rune.Utf8SequenceLength >= target.Length)
                return;
            Length += rune.EncodeToUtf8(target[Length..]);
            last = rune;
        }

        private readonly Rune? Voiced(Rune mark)
        {
            if (hasSpace || Length == 0 || !last.IsBmp || mark.Value is not (VoicedMark or SemiVoicedMark))
                return null;
            var isHa = "はひふへほ".Contains((char)last.Value, StringComparison.Ordinal);
            if (mark.Value == SemiVoicedMark)
                return isHa ? new Rune(last.Value + 2) : null;
            if (last.Value == 'う')
                return new Rune('ゔ');
            return isHa || "かきくけこさしすせそたちつてと".Contains((char)last.Value, StringComparison.Ordinal)
                ? new Rune(last.Value + 1) : null;
        }
    }
}
