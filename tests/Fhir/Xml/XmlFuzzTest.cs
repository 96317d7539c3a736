using System.Text;
using Phr.Fhir;
using Phr.Fhir.Xml;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir.Xml;

/// <summary>XML changed at random: reading never throws, and what is read as JSON is JSON.</summary>
public sealed class XmlFuzzTest
{
    private const string Pieces = "<>/=\"'&;#!-[]?:x0 \n\u3042";

    private static readonly int Rounds = Fuzz.Rounds(10_000);

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(20261122);
        var seeds = Samples.All.Select(Written).OfType<string>().ToList();
        var sound = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (json, fault) = FhirXml.ToJson(Encoding.UTF8.GetBytes(Changed(seeds[random.Next(seeds.Count)], random)));
            Assert.Equal(fault is null, !json.IsEmpty);
            if (fault is not null)
                continue;
            sound++;
            using var document = FhirDocument.Parse(json).Document;
            Assert.NotNull(document);
            FhirXml.TryWrite(document.Root, new MemoryStream());
        }
        Assert.InRange(sound, Rounds / 100, Rounds);
    }

    private static string? Written(string sample)
    {
        using var document = FhirDocument.Parse(Samples.Utf8(sample)).Document;
        using var xml = new MemoryStream();
        return document is not null && FhirXml.TryWrite(document.Root, xml) ? Encoding.UTF8.GetString(xml.ToArray()) : null;
    }

    private static string Changed(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text[at] = Pieces[random.Next(Pieces.Length)]; break;
                case 1: text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)); break;
                case 2: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                default: text.Insert(random.Next(text.Length), text.ToString(at, Math.Min(random.Next(40), text.Length - at))); break;
            }
        }
        return text.ToString();
    }
}
