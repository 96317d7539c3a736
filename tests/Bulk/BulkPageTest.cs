using System.Buffers;
using System.Text;
using Phr.Planets.Bulk.Files;

namespace Phr.Tests.Bulk;

/// <summary>A page knows what each of its lines comes of.</summary>
public sealed class BulkPageTest
{
    [Fact]
    public void Without_some_versions_a_page_is_the_lines_of_the_others_in_their_order()
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 200; round++)
        {
            var (lines, all) = (new BulkLines(), new List<(long Version, string Text)>());
            for (var i = random.Next(12); i > 0; i--)
            {
                var piece = (Version: (long)random.Next(4), Text: new string((char)('a' + random.Next(26)), random.Next(1, 40)) + "\n");
                all.Add(piece);
                lines.Writer.Write(Encoding.UTF8.GetBytes(piece.Text));
                lines.End(piece.Version, 1);
            }
            var hidden = Enumerable.Range(1, 3).Select(version => (long)version).Where(_ => random.Next(2) == 0).ToHashSet();

            var page = BulkPage.Read(BulkPage.Of(lines).ToStored());
            var without = page.Without(hidden);

            Assert.Equal(all.Count, lines.Count);
            Assert.Equal(string.Concat(all.Select(piece => piece.Text)), Encoding.UTF8.GetString(page.Unpack()));
            Assert.Equal(
                string.Concat(all.Where(piece => !hidden.Contains(piece.Version)).Select(piece => piece.Text)),
                Encoding.UTF8.GetString(without.Unpack()));
            Assert.Equal(without.Unpack().Length, without.Sources.Sum(source => source.Bytes));
        }
    }

    [Fact]
    public void A_header_is_of_no_version_and_no_line()
    {
        var lines = new BulkLines();
        lines.Writer.Write("row\n"u8);
        lines.End(7, 1);

        var page = BulkPage.Of(lines.Behind("names\n"u8));

        Assert.Equal(1, lines.Behind("names\n"u8).Count);
        Assert.Equal("names\n", Encoding.UTF8.GetString(page.Without(new HashSet<long> { 7 }).Unpack()));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 0, 0, 0 })]
    public void What_is_no_page_is_refused(byte[] stored) => Assert.Throws<IOException>(() => BulkPage.Read(stored));

    [Fact]
    public void A_page_of_before_says_of_no_line_what_it_comes_of()
    {
        var packed = BulkPage.Of(BulkLines.Of("line\n"u8, 1)).Packed;

        var page = BulkPage.Read(packed);

        Assert.Empty(page.Sources);
        Assert.Equal("line\n", Encoding.UTF8.GetString(page.Unpack()));
    }
}
