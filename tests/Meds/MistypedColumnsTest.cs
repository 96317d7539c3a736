using Parquet;
using Parquet.Schema;
using Phr.Model.Meds;

namespace Phr.Tests.Meds;

/// <summary>Columns that are not MEDS's, and rows that are none, are refused by name and place.</summary>
public sealed class MistypedColumnsTest : IDisposable
{
    private static readonly DataField Subject = new("subject_id", typeof(long), isNullable: true);
    private static readonly DataField Time =
        new DateTimeDataField("time", DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros, isNullable: true);
    private static readonly DataField Code = new("code", typeof(string), isNullable: true);

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"phr-{Guid.NewGuid():N}.parquet");

    [Theory]
    [InlineData("subject_id")]
    [InlineData("time")]
    [InlineData("code")]
    public async Task A_missing_column_is_named(string missing)
    {
        await Write(1, [.. new[] { Subject, Time, Code }.Where(field => field.Name != missing)]);

        Assert.Equal($"{_file} has no column {missing}.", await Fixtures.Refusal(_file));
    }

    public static TheoryData<string, Type, string> Wrong => new()
    {
        { "subject_id", typeof(int), "column subject_id is INT32" },
        { "subject_id", typeof(ulong), "column subject_id is INT64 (unsigned), which MEDS has as INT64" },
        { "subject_id", typeof(string), "column subject_id is BYTE_ARRAY (STRING), which MEDS has as INT64" },
        { "time", typeof(long), "column time is INT64, which MEDS has as INT64 (TIMESTAMP)" },
        { "time", typeof(string), "column time is BYTE_ARRAY (STRING), which MEDS has as INT64 (TIMESTAMP)" },
        { "code", typeof(long), "column code is INT64, which MEDS has as BYTE_ARRAY (STRING)" },
        { "code", typeof(byte[]), "column code is BYTE_ARRAY, which MEDS has as BYTE_ARRAY (STRING)" },
        { "numeric_value", typeof(long), "column numeric_value is INT64, which MEDS has as FLOAT or DOUBLE" },
        { "text_value", typeof(double), "column text_value is DOUBLE, which MEDS has as BYTE_ARRAY (STRING)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_column_of_another_type_is_named_with_both_types(string name, Type type, string says)
    {
        await Write(1, [.. new[] { Subject, Time, Code }.Where(field => field.Name != name), new DataField(name, type, isNullable: true)]);

        Assert.Contains(says, await Fixtures.Refusal(_file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_inside_a_list_is_no_column()
    {
        await Write(0, Subject, Time, new ListField("code", new DataField("element", typeof(string))));

        Assert.Equal($"{_file} has no column code.", await Fixtures.Refusal(_file));
    }

    [Fact]
    public async Task A_row_without_a_subject_is_refused_with_its_place()
    {
        await Write([1, 1, null], ["A", "B", "C"]);

        Assert.Equal($"{_file}, row group 1, row 3, column subject_id is null.", await Fixtures.Refusal(_file));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_row_without_a_code_is_refused_with_its_place(string? code)
    {
        await Write([1, 1], ["A", code]);

        Assert.Equal($"{_file}, row group 1, row 2, column code is null or empty.", await Fixtures.Refusal(_file));
    }

    [Fact]
    public async Task A_code_that_is_no_text_is_refused_with_its_place()
    {
        await Write([1], ["\"////\""]);
        var bytes = await File.ReadAllBytesAsync(_file);
        // In the page, and in what the footer says of the column.
        for (var at = 0; bytes.AsSpan(at).IndexOf("\"////\""u8) is >= 0 and var found; at += found + 1)
            bytes[at + found + 2] = 0xC3;
        await File.WriteAllBytesAsync(_file, bytes);

        Assert.Equal($"{_file}, row group 1, row 1, column code is no UTF-8.", await Fixtures.Refusal(_file));
    }

    [Fact]
    public async Task A_row_group_without_rows_is_no_fault()
    {
        await Write([], []);

        Assert.Empty(await Fixtures.Rows(_file));
    }

    [Fact]
    public void A_count_that_no_calendar_holds_is_no_time()
    {
        var micros = new TimestampFormat(TimestampFormat.PerMicrosecond, IsInstant: false);

        Assert.Null(micros.Of(long.MaxValue));
        Assert.Null(micros.Of(long.MinValue));
        Assert.Null(new TimestampFormat(TimestampFormat.PerMillisecond, IsInstant: true).Of(long.MinValue));
        Assert.Equal(1677, new TimestampFormat(TimestampFormat.PerNanosecond, IsInstant: true).Of(long.MinValue)!.Value.Year);
        Assert.Equal(new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.FromHours(9)).AddTicks(9_999_990), micros.Of(-1));
    }

    public void Dispose() => File.Delete(_file);

    private async Task Write(long?[] subjects, string?[] codes)
    {
        await using var file = File.Create(_file);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.None };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(Subject, Time, Code), file, options);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<long>(Subject, subjects.AsMemory());
        await group.WriteAsync<DateTime>(Time, new DateTime?[subjects.Length].AsMemory());
        await group.WriteAsync(Code, codes);
    }

    /// <summary>Rows that hold nothing: types are looked at before any row is.</summary>
    private async Task Write(int groups, params Field[] fields)
    {
        await using var file = File.Create(_file);
        var schema = new ParquetSchema(fields);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        for (var i = 0; i < groups; i++)
        {
            using var group = writer.CreateRowGroup();
            foreach (var field in schema.DataFields)
                await Empty(group, field);
        }
    }

    private static Task Empty(ParquetRowGroupWriter group, DataField field) => field.ClrType switch
    {
        var type when type == typeof(int) => group.WriteAsync<int>(field, new int?[1].AsMemory()),
        var type when type == typeof(long) => group.WriteAsync<long>(field, new long?[1].AsMemory()),
        var type when type == typeof(ulong) => group.WriteAsync<ulong>(field, new ulong?[1].AsMemory()),
        var type when type == typeof(double) => group.WriteAsync<double>(field, new double?[1].AsMemory()),
        var type when type == typeof(DateTime) => group.WriteAsync<DateTime>(field, new DateTime?[1].AsMemory()),
        var type when type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) => group.WriteAsync(field, new byte[]?[1]),
        _ => group.WriteAsync(field, new string?[1]),
    };
}
