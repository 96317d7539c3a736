using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Phr.Consent.Pages;

/// <summary>Markup that is safe to send: every value put into it was encoded, unless it was markup itself.</summary>
public sealed class Html
{
    public static readonly Html Empty = new("");

    private readonly string _text;

    private Html(string text) => _text = text;

    /// <summary>
    /// Markup with encoded values in its holes, and wordings in the given language: <c>Html.Of(Ja, $"&lt;p&gt;{name}&lt;/p&gt;")</c>.
    /// </summary>
    public static Html Of(Language language, [InterpolatedStringHandlerArgument(nameof(language))] HtmlInterpolation markup) =>
        new(markup.Text);

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    /// <summary>Markup made by a library that we trust to encode, such as the SVG of a QR code.</summary>
    public static Html Trusted(string markup) => new(markup);

    public override string ToString() => _text;
}

/// <summary>Encodes what is interpolated into <see cref="Html"/>.</summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlInterpolation(int literalLength, int formattedCount, Language language)
{
    // All of Unicode may stand as it is; the five letters that mean something in markup may not.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private readonly StringBuilder _text = new(literalLength + formattedCount * 16);

    internal string Text => _text.ToString();

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html markup) => _text.Append(markup);

    public void AppendFormatted(Wording wording) => AppendFormatted(wording.In(language));

    public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(int value) => _text.Append(value);
}
