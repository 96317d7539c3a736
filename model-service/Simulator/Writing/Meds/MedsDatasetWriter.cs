using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Phr.Simulator.Writing.Meds;

/// <summary>
/// MEDS as a folder in the layout of MEDS 0.4: <c>data/N.parquet</c>, <c>metadata/dataset.json</c>, <c>metadata/codes.parquet</c>.
/// Nobody is put into a split: readers do that.
/// </summary>
/// <param name="folder">A folder that is not there yet.</param>
/// <param name="version">What these people follow from: world, seed, range.</param>
public sealed class MedsDatasetWriter(string folder, string version) : IMedsWriter
{
    /// <summary>Where a data set says what it is of.</summary>
    public static readonly string DescriptionPath = Path.Combine("metadata", "dataset.json");

    /// <summary>Subjects of one file; none is in two.</summary>
    public const int SubjectsPerShard = 10_000;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly SortedSet<string> _codes = new(StringComparer.Ordinal);
    private MedsParquetWriter? _shard;
    private int _subjects;

    /// <summary>How every version of people of a world and seed begins.</summary>
    public static string VersionOf(string world, int seed) => $"{world}, seed {seed}, ";

    public async Task Write(IReadOnlyList<MedsEvent> person, CancellationToken ct)
    {
        if (_subjects++ % SubjectsPerShard == 0)
        {
            if (_shard is not null)
                await _shard.DisposeAsync();
            _shard = await MedsParquetWriter.Create(Path.Combine(Folder("data"), $"{(_subjects - 1) / SubjectsPerShard}.parquet"), ct);
        }
        await _shard!.Write(person, ct);
        _codes.UnionWith(person.Select(row => MedsRow.Of(row).Code));
    }

    public async ValueTask DisposeAsync()
    {
        if (_shard is not null)
            await _shard.DisposeAsync();
        await WriteCodes(Path.Combine(Folder("metadata"), "codes.parquet"), CancellationToken.None);
        await File.WriteAllBytesAsync(Path.Combine(folder, DescriptionPath), JsonSerializer.SerializeToUtf8Bytes(
            new { dataset_name = "phr-simulated", dataset_version = version, etl_name = "phr simulate", meds_version = "0.4.0" }, Json));
    }

    private async ValueTask WriteCodes(string path, CancellationToken ct)
    {
        var code = new DataField("code", typeof(string), isNullable: false);
        await using var file = new FileStream(path, FileMode.CreateNew);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(code), file, MedsParquetWriter.Options(), cancellationToken: ct);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(code, [.. _codes]);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
