using System.Buffers.Binary;

namespace Phr.Tests.Meds;

/// <summary>What cannot be read is refused with its place, and never hangs or escapes as another fault.</summary>
public sealed class BrokenParquetTest : IDisposable
{
    private const int TailBytes = 8;

    // In Thrift's compact protocol a structure "a" of one element, an INT64 "a", and the end of a footer that has no row groups.
    private static readonly byte[] Group = [0x48, 1, (byte)'a', 0x15, 2, 0];
    private static readonly byte[] Leaf = [0x15, 4, 0x25, 0, 0x18, 1, (byte)'a', 0];
    private static readonly byte[] NoRows = [0x16, 0, 0x19, 0x0C, 0];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"phr-{Guid.NewGuid():N}.parquet");

    [Theory]
    [InlineData(0, "is no Parquet file: it has 0 bytes")]
    [InlineData(11, "is no Parquet file: it has 11 bytes")]
    [InlineData(12, "was cut off")]
    [InlineData(2_000, "was cut off")]
    [InlineData(-1, "was cut off")]
    public async Task A_file_that_was_cut_off_is_refused(int length, string says)
    {
        var whole = await File.ReadAllBytesAsync(Fixtures.Of("rust-v1-zstd.parquet"));
        await File.WriteAllBytesAsync(_file, whole[..(length < 0 ? whole.Length + length : length)]);

        var refusal = await Fixtures.Refusal(_file);

        Assert.True(refusal.Contains(says, StringComparison.Ordinal), refusal);
        Assert.Contains(_file, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_format_under_this_ending_is_refused()
    {
        await File.WriteAllTextAsync(_file, "subject_id,time,code\n1,,GENDER//F\n");

        Assert.Contains("does not begin with PAR1", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_file_is_refused_as_such()
    {
        await Write(bytes => "PARE"u8.CopyTo(bytes.AsSpan(bytes.Length - 4)));

        Assert.Contains("is encrypted", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public async Task A_footer_of_an_impossible_length_is_refused(int length)
    {
        await Write(bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - TailBytes), length));

        Assert.Contains("the footer is broken", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_footer_of_noise_is_refused()
    {
        await Write(bytes =>
        {
            var footer = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - TailBytes));
            new Random(5).NextBytes(bytes.AsSpan(bytes.Length - TailBytes - footer, footer));
        });

        Assert.Contains("the footer is broken", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    /// <summary>The last byte of a footer ends it: without it the decoder would read on for ever.</summary>
    [Fact]
    public async Task A_footer_without_an_end_is_refused()
    {
        await Write(bytes => bytes[^(TailBytes + 1)] = 0x20);

        Assert.Contains("the footer is broken", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    /// <summary>Structures inside of one another, each a line of a flat list: the footer itself is not deep.</summary>
    [Theory]
    [InlineData(4_096, "has no column subject_id")]
    [InlineData(4_097, "the schema has 4097 elements; at most 4096 are read")]
    [InlineData(200_000, "the schema has 200000 elements")]
    public async Task A_schema_that_goes_down_for_ever_is_refused(int depth, string says)
    {
        var groups = Enumerable.Repeat(Group, depth - 1).SelectMany(one => one);
        await WriteFooter([0x15, 2, 0x19, 0xFC, .. Varint(depth), .. groups, .. Leaf, .. NoRows]);

        var refusal = await Fixtures.Refusal(_file);

        Assert.Contains(_file, refusal, StringComparison.Ordinal);
        Assert.True(refusal.Contains(says, StringComparison.Ordinal), refusal);
    }

    /// <summary>Else a short list could be counted, and a long one be read.</summary>
    [Fact]
    public async Task A_schema_that_is_there_twice_is_refused()
    {
        await WriteFooter([0x15, 2, 0x19, 0x2C, .. Group, .. Leaf, 0x09, 4, 0x2C, .. Group, .. Leaf, .. NoRows]);

        Assert.Contains("the footer is broken", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compression_that_is_not_known_is_named() => Assert.Equal(
        $"{Fixtures.Of("rust-v1-lz4.parquet")}, row group 1, column time: it is compressed with LZ4, which is not read.",
        await Fixtures.Refusal(Fixtures.Of("rust-v1-lz4.parquet")));

    [Fact]
    public async Task Pages_of_noise_are_refused_with_row_group_and_column()
    {
        await Write(bytes => new Random(5).NextBytes(bytes.AsSpan(4, 300)));

        Assert.Contains("row group 1, column ", await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rust-v1-zstd.parquet")]
    [InlineData("rust-v2-snappy.parquet")]
    [InlineData("rust-plain.parquet")]
    [InlineData("hyparquet-gzip-delta.parquet")]
    [InlineData("duckdb-v2-snappy.parquet")]
    public async Task A_changed_byte_is_read_or_refused_within_bounds(string name)
    {
        var whole = await File.ReadAllBytesAsync(Fixtures.Of(name));
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.ToArray();
            bytes[4 + random.Next(bytes.Length - 4)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_file, bytes);
            refused += await IsRefused().WaitAsync(TimeSpan.FromSeconds(30)) ? 1 : 0;
        }
        Assert.InRange(refused, 50, 399);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<bool> IsRefused()
    {
        try
        {
            await Fixtures.Rows(_file);
            return false;
        }
        catch (InvalidDataException refused)
        {
            Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
            return true;
        }
    }

    private static byte[] Varint(int value) =>
        [(byte)((value & 0x7F) | 0x80), (byte)(((value >> 7) & 0x7F) | 0x80), (byte)(value >> 14)];

    private Task WriteFooter(byte[] footer)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return File.WriteAllBytesAsync(_file, [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8]);
    }

    private async Task Write(Action<byte[]> change)
    {
        var bytes = await File.ReadAllBytesAsync(Fixtures.Of("rust-v1-zstd.parquet"));
        change(bytes);
        await File.WriteAllBytesAsync(_file, bytes);
    }
}
