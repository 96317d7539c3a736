namespace Phr.Simulator.Codes;

/// <summary>
/// Something done, with its number in the Japanese fee schedule (K: operations, J: treatments, G: injections).
/// </summary>
public sealed record ProcedureCode(string FeeNumber, string NameJa, string NameEn);

/// <summary>The procedures of all sites.</summary>
public static class Procedures
{
    public static ProcedureCode CoronaryStent { get; } = new("K549", "経皮的冠動脈ステント留置術", "Percutaneous coronary stenting");

    public static ProcedureCode Haemodialysis { get; } = new("J038", "人工腎臓", "Haemodialysis");

    public static ProcedureCode VaginalDelivery { get; } = new("K893", "吸引娩出術", "Vacuum extraction");

    public static ProcedureCode CaesareanSection { get; } = new("K898", "帝王切開術", "Caesarean section");

    public static ProcedureCode Thrombectomy { get; } = new("K178-4", "経皮的脳血栓回収術", "Percutaneous cerebral thrombectomy");

    public static ProcedureCode Mastectomy { get; } = new("K476", "乳腺悪性腫瘍手術", "Breast cancer surgery");

    public static ProcedureCode AnthracyclineInfusion { get; } = new("G004", "点滴注射(アントラサイクリン系)", "Infusion of an anthracycline");
}

/// <summary>A vaccine, named by what it is against.</summary>
public sealed record VaccineCode(string Cvx, string NameJa, string NameEn);

public static class Vaccines
{
    public static VaccineCode Influenza { get; } = new("140", "インフルエンザHAワクチン", "Influenza vaccine");

    public static VaccineCode Pneumococcal { get; } = new("33", "23価肺炎球菌ワクチン", "Pneumococcal polysaccharide vaccine");

    public static VaccineCode Covid { get; } = new("208", "新型コロナワクチン", "COVID-19 mRNA vaccine");
}
