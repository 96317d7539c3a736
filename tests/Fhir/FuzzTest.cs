using System.Buffers;
using System.Text;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

/// <summary>Bytes changed at random: reading never throws and never hangs, and what is called sound can be walked and
/// stamped.</summary>
public class FuzzTest
{
    private static readonly int Rounds = Fuzz.Rounds(60_000);
    private static readonly byte[][] Seeds = [.. Samples.All.Select(Samples.Utf8)];
    private static readonly byte[] Bytes = "{}[]\",:\\\0\x7f\xff\xc3 nulltruefalse0123456789eE+-._#u"u8.ToArray();

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(20261101);
        var sound = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var json = Changed(Seeds[random.Next(Seeds.Length)], random);
            var result = FhirDocument.Parse(json);
            using (result.Document)
            {
                if (result.IsValid)
                {
                    sound++;
                    Walk(result.Document!);
                    ResourceSplice.Write(new ArrayBufferWriter<byte>(), result.Document!.Root, new ResourceStamp("a", "1", default));
                }
                Assert.Equal(result.IsValid, result.Issues.Count == 0);
            }
            using var lenient = FhirDocument.ParseLenient(json).Document;
            if (lenient is not null)
                Walk(lenient);
        }
        Assert.InRange(sound, Rounds / 50, Rounds);
    }

    private static void Walk(FhirDocument document)
    {
        foreach (var element in document.Root.WithDescendants())
        {
            Assert.True(element == document.Root || element.Parent.Exists);
            Encoding.UTF8.GetString(element.Utf8);
            if (element.HasValue)
                Assert.NotEqual(0, element.RawJson.Length);
        }
    }

    private static byte[] Changed(byte[] seed, Random random)
    {
        var json = seed.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(json.Count);
            switch (random.Next(5))
            {
                case 0: json[at] = Bytes[random.Next(Bytes.Length)]; break;
                case 1: json.RemoveAt(at); break;
                case 2: json.Insert(at, Bytes[random.Next(Bytes.Length)]); break;
                case 3: json.RemoveRange(at, random.Next(Math.Min(20, json.Count - at))); break;
                default:
                    var copied = random.Next(Math.Min(60, json.Count - at));
                    json.InsertRange(random.Next(json.Count), json.GetRange(at, copied));
                    break;
            }
        }
        return [.. json];
    }
}
