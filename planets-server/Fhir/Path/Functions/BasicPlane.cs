using System.Text;

namespace Phr.Fhir.Path.Functions;

/// <summary>
/// Characters beyond the basic plane as ones of it, so that a regular expression, which sees UTF-16, counts each as one. They stand for
/// private-use characters that none of the texts has, in their own order, so that ranges among them stay ranges.
/// </summary>
internal sealed class BasicPlane
{
    private const char First = '\uE000';
    private const char Last = '\uF8FF';

    private readonly Dictionary<Rune, char> _there = [];
    private readonly Dictionary<char, Rune> _back = [];

    private BasicPlane()
    {
    }

    /// <summary>Different characters beyond the basic plane that a match can tell apart.</summary>
    public const int CharactersMax = Last - First + 1;

    /// <returns>Null where there are too many of them for the private-use characters left.</returns>
    public static BasicPlane? Of(params ReadOnlySpan<string> texts)
    {
        var plane = new BasicPlane();
        var beyond = new SortedSet<Rune>();
        var taken = new HashSet<char>();
        foreach (var text in texts)
        {
            if (!text.AsSpan().ContainsAnyInRange('\uD800', Last))
                continue;
            foreach (var one in text.EnumerateRunes())
            {
                if (!one.IsBmp)
                    beyond.Add(one);
                else if (one.Value is >= First and <= Last)
                    taken.Add((char)one.Value);
            }
        }
        var free = First;
        foreach (var one in beyond)
        {
            while (taken.Contains(free))
                free++;
            if (free > Last)
                return null;
            plane._there.Add(one, free);
            plane._back.Add(free++, one);
        }
        return plane;
    }

    public string Into(string text)
    {
        if (_there.Count == 0)
            return text;
        var mapped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var one) && !one.IsBmp)
            {
                mapped.Append(_there[one]);
                i++;
            }
            else
            {
                mapped.Append(text[i]);
            }
        }
        return mapped.ToString();
    }

    public string From(string mapped)
    {
        if (_back.Count == 0)
            return mapped;
        var text = new StringBuilder(mapped.Length);
        foreach (var one in mapped)
        {
            if (_back.TryGetValue(one, out var rune))
                text.Append(rune);
            else
                text.Append(one);
        }
        return text.ToString();
    }
}
