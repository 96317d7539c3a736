namespace Phr.EventLog;

/// <summary>Where an event comes from. The texts themselves are part of the hashed header.</summary>
/// <param name="Agent">Who acted: an account or a system.</param>
/// <param name="Client">The app or system through which they acted.</param>
/// <param name="Source">The organisation or connection whose account of the person this is.</param>
/// <param name="Purpose">Purpose of use, as a code.</param>
public sealed record Origin(string Agent, string Client, string Source, string Purpose)
{
    /// <summary>Longest text in UTF-8 bytes; a longer one is a bug of the caller.</summary>
    public const int TextBytesMax = 512;

    /// <exception cref="ArgumentException">A text is empty, too long or holds a control character.</exception>
    internal Origin Checked()
    {
        Texts.Require(Agent, TextBytesMax, nameof(Agent));
        Texts.Require(Client, TextBytesMax, nameof(Client));
        Texts.Require(Source, TextBytesMax, nameof(Source));
        Texts.Require(Purpose, TextBytesMax, nameof(Purpose));
        return this;
    }
}
