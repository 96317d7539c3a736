using System.Globalization;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Bulk;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Erasing;

/// <summary>One source's account of a person.</summary>
/// <param name="Patient">Id of its Patient.</param>
public sealed record StreamOfPerson(long Stream, string Source, string Patient);

/// <summary>
/// What is still with whom when one source's account of a person is erased, as the certificate names it: what others wrote themselves,
/// what was worked out from it, what was given to others, and what the platform keeps. A person is told all names; an organisation those
/// of whose account consent shows it something, for who else treats a person is not for it to learn here.
/// </summary>
public sealed class ErasureRemains(
    NpgsqlDataSource database, SourceNames names, KeyStore keys, TokenKeys tokens, BulkOptions bulk, TimeProvider clock)
{
    /// <summary>Who the platform is in a certificate.</summary>
    public const string Platform = "platform";

    /// <summary>Who those are that the one who asks may not know of.</summary>
    public const string Others = "others";

    /// <summary>Holders that a certificate names for what was given to them.</summary>
    public const int GivenMax = 500;

    private static readonly string Given = Sql.Load(typeof(ErasureRemains), "People/Erasing/given.sql");
    private static readonly string Derived = Sql.Load(typeof(ErasureRemains), "People/Erasing/derived.sql");

    public async Task<IReadOnlyList<Remainder>> Of(
        Caller caller, StreamOfPerson erased, IReadOnlyList<StreamOfPerson> all, CancellationToken ct)
    {
        var nameOf = await names.Current(ct);
        var known = caller.Role == CallerRole.Patient ? null : await Known(caller, all, ct);
        var remains = all.Where(one => one != erased && known?.Contains(one.Source) != false).Select(one => new Remainder(
            one.Source, $"{nameOf(one.Source).Ja}の記録 / the record of {nameOf(one.Source).En}")).ToList();
        // Whether there are any or not.
        if (known is not null)
            remains.Add(new(Others,
                "ほかにこの人の記録を持つ、または閲覧した機関など（本人にのみ示す） / others who have records of this person or were shown entries, if there are any; the person alone is told who"));
        if (!Authors.IsPhone(erased.Source))
            remains.Add(new(erased.Source, "この基盤の外にある自院の記録 / its own files outside of this platform"));
        if (await CountDerived(erased.Stream, ct) is > 0 and var derived)
            remains.Add(new(Authors.Model,
                $"これを含む記録から算出した評価 {derived} 件 / {derived} assessments worked out from a record that it was part of"));
        await AddGiven(erased.Stream, known, remains, ct);
        var backups = clock.GetUtcNow().AddDays(keys.Options.BackupDays);
        remains.Add(new(Platform,
            "記録の日時・種類・番号（内容はなし）と閲覧履歴 / when, of what kind and under which number entries were, and who asked for them; no content"));
        remains.Add(new(Platform,
            "これより前の一括出力・非同期の応答に含まれる分は以後どこにも渡さず、それを含むファイルを削除する。"
                + $"一括取込みの入力は暗号化のまま、終了後 {bulk.KeptHours} 時間まで / what exports and deferred answers from before it hold "
                + "is given to nobody from now on and the files with it removed; inputs of imports stay sealed until "
                + $"{bulk.KeptHours} hours after their end"));
        remains.Add(new(
            Platform, $"鍵のバックアップ（{backups:yyyy-MM-dd} まで） / backups of the key until {backups:yyyy-MM-dd}; "
                + "with them, and only so, backups of the log"));
        return remains;
    }

    // The access log does not tell which of a person's sources an entry was of, so these may hold something of it.
    private async Task AddGiven(long stream, IReadOnlySet<string>? known, List<Remainder> remains, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Given);
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = GivenMax + 1 });
        await using var rows = await command.ExecuteReaderAsync(ct);
        for (var count = 1; await rows.ReadAsync(ct); count++)
        {
            if (count > GivenMax)
                remains.Add(new(Others, "ほか（閲覧履歴に示す） / and others, whom the access log names"));
            else if (known?.Contains(rows.GetString(1)) != false)
                AddGiven(rows, remains);
        }
    }

    private static void AddGiven(NpgsqlDataReader rows, List<Remainder> remains)
    {
        var (how, count) = (rows.GetString(0), rows.GetInt64(2).ToString(CultureInfo.InvariantCulture));
        var last = rows.GetFieldValue<DateTimeOffset>(3).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        remains.Add(new(rows.GetString(1), how switch
        {
            "release" => $"研究への提供 {count} 件（最終 {last}） / {count} entries of this person in releases for research, last on {last}",
            "export" => $"一括出力 {count} 件（最終 {last}） / {count} entries of this person in exports, last on {last}",
            _ => $"閲覧 {count} 件（最終 {last}）、写しの可能性 / {count} entries of this person shown, last on {last}; there may be copies",
        }));
    }

    private async Task<HashSet<string>> Known(Caller caller, IReadOnlyList<StreamOfPerson> all, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { caller.Organisation ?? caller.Client, Authors.Model };
        if (RecordReader.Of(caller) is not { } reader)
            return known;
        var sql = new SqlText().Append(
            RecordTables.Now.Load("People/Erasing/known-sources.sql"), Binding.Longs("streams", [.. all.Select(one => one.Stream)]));
        new Visibility(reader, caller.Permissions, ScopeAccess.Read, tokens).AppendTo(sql);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            known.Add(rows.GetString(0));
        return known;
    }

    private async Task<long> CountDerived(long stream, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Derived);
        command.Parameters.Add(new() { Value = stream });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
