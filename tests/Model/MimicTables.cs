using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Phr.Tests.Model;

/// <summary>
/// The hospital tables of MIMIC-IV as one MEDS table in CSV, with the codes of the public MIMIC extraction (LAB//item//unit,
/// DIAGNOSIS//ICD//version//code, MEDICATION//START//name); laboratory items whose meaning is certain go by their LOINC code, as a
/// site's own extraction would have them. Diagnoses are dated at discharge, when they are coded.
/// </summary>
internal static class MimicTables
{
    private static readonly Dictionary<string, string> Loinc = new()
    {
        ["50912"] = "2160-0", ["50931"] = "2345-7", ["51006"] = "3094-0", ["50971"] = "2823-3", ["50983"] = "2951-2",
        ["50902"] = "2075-0", ["50882"] = "1963-8", ["50893"] = "17861-6", ["50970"] = "2777-1", ["51222"] = "718-7",
        ["51221"] = "4544-3", ["51301"] = "6690-2", ["51265"] = "777-3", ["51279"] = "789-8", ["50861"] = "1742-6",
        ["50878"] = "1920-8", ["50863"] = "6768-6", ["50885"] = "1975-2", ["50862"] = "1751-7", ["50852"] = "4548-4",
        ["50907"] = "2093-3", ["50904"] = "2085-9", ["50905"] = "13457-7", ["51000"] = "2571-8", ["50889"] = "1988-5",
        ["50963"] = "33762-6", ["51007"] = "3084-1", ["50976"] = "2885-2",
    };

    private static readonly Dictionary<string, string> Measured = new()
    {
        ["Weight (Lbs)"] = "LOINC//29463-7//[lb_av]", ["Height (Inches)"] = "LOINC//8302-2//[in_i]", ["BMI (kg/m2)"] = "LOINC//39156-5//kg/m2",
    };

    /// <summary>Lines without the heading, those of a subject together.</summary>
    public static IEnumerable<string> Lines(string folder) => Rows(folder).GroupBy(row => row.Subject).SelectMany(rows => rows).Select(row =>
        string.Join(',', row.Subject, row.Time.Replace(' ', 'T'), Quoted(row.Code), row.Value, Quoted(row.Text)));

    public const string Heading = "subject_id,time,code,numeric_value,text_value";

    private sealed record Row(string Subject, string Time, string Code, string Value = "", string Text = "");

    private static IEnumerable<Row> Rows(string folder) =>
        Table(folder, "patients").SelectMany(Person)
        .Concat(Table(folder, "admissions").SelectMany(Stay))
        .Concat(Diagnoses(folder))
        .Concat(Table(folder, "procedures_icd").Select(row =>
            new Row(row["subject_id"], row["chartdate"], $"PROCEDURE//ICD//{row["icd_version"]}//{row["icd_code"]}")))
        .Concat(Table(folder, "prescriptions").Where(row => row["starttime"].Length > 0).Select(row =>
            new Row(row["subject_id"], row["starttime"], $"MEDICATION//START//{row["drug"]}")))
        .Concat(Table(folder, "labevents").Select(Result))
        .Concat(Table(folder, "omr").SelectMany(Outpatient));

    /// <summary>Only the year of birth can be had, from the age in a year.</summary>
    private static IEnumerable<Row> Person(Dictionary<string, string> row)
    {
        var year = Number(row["anchor_year"]) - Number(row["anchor_age"]);
        yield return new Row(row["subject_id"], "", $"GENDER//{row["gender"]}");
        yield return new Row(row["subject_id"], $"{year}-01-01T00:00:00", "MEDS_BIRTH");
        if (row["dod"].Length > 0)
            yield return new Row(row["subject_id"], row["dod"], "MEDS_DEATH");
    }

    private static IEnumerable<Row> Stay(Dictionary<string, string> row)
    {
        if (row["edregtime"].Length > 0)
            yield return new Row(row["subject_id"], row["edregtime"], "ED_REGISTRATION");
        yield return new Row(row["subject_id"], row["admittime"], $"HOSPITAL_ADMISSION//{row["admission_type"]}");
        yield return new Row(row["subject_id"], row["dischtime"], $"HOSPITAL_DISCHARGE//{row["discharge_location"]}");
    }

    private static IEnumerable<Row> Diagnoses(string folder)
    {
        var discharges = Table(folder, "admissions").ToDictionary(row => row["hadm_id"], row => row["dischtime"]);
        return Table(folder, "diagnoses_icd").Select(row => new Row(
            row["subject_id"], discharges[row["hadm_id"]], $"DIAGNOSIS//ICD//{row["icd_version"]}//{row["icd_code"]}"));
    }

    private static Row Result(Dictionary<string, string> row)
    {
        var system = Loinc.TryGetValue(row["itemid"], out var loinc) ? $"LOINC//{loinc}" : $"LAB//{row["itemid"]}";
        var unit = row["valueuom"].Trim() is { Length: > 0 } given ? "//" + given : "";
        return new Row(row["subject_id"], row["charttime"], system + unit, row["valuenum"], row["valuenum"].Length > 0 ? "" : row["value"]);
    }

    private static IEnumerable<Row> Outpatient(Dictionary<string, string> row)
    {
        var (subject, day, value) = (row["subject_id"], row["chartdate"], row["result_value"]);
        if (Measured.TryGetValue(row["result_name"], out var code))
            yield return new Row(subject, day, code, value);
        if (row["result_name"] == "Blood Pressure" && value.Split('/') is [var systolic, var diastolic])
        {
            yield return new Row(subject, day, "LOINC//8480-6//mm[Hg]", systolic);
            yield return new Row(subject, day, "LOINC//8462-4//mm[Hg]", diastolic);
        }
    }

    /// <summary>The rows of one table, by column.</summary>
    public static IEnumerable<Dictionary<string, string>> Table(string folder, string name)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(folder, "hosp", name + ".csv.gz")), CompressionMode.Decompress));
        var columns = Cells(reader.ReadLine()!);
        while (reader.ReadLine() is { } line)
        {
            var cells = Cells(line);
            yield return columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    private static List<string> Cells(string line)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
                isQuoted = !isQuoted;
            else if (letter == ',' && !isQuoted)
                (_, cell) = (AddTo(cells, cell), new StringBuilder());
            else
                cell.Append(letter);
        }
        AddTo(cells, cell);
        return cells;
    }

    private static int AddTo(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        return cells.Count;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
