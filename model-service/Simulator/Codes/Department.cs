namespace Phr.Simulator.Codes;

public enum Department
{
    InternalMedicine,
    Psychiatry,
    Neurology,
    RespiratoryMedicine,
    Gastroenterology,
    Cardiology,
    Orthopaedics,
    Obstetrics,
    Dermatology,
    Nephrology,
    HealthCheckup,
}

/// <summary>
/// A department with its number in JAMI's SS-MIX2 table where that is certain; records always carry its name as text.
/// </summary>
public sealed record DepartmentCode(Department Department, string? SsMix2, string NameJa, string NameEn);

public static class Departments
{
    private static readonly DepartmentCode[] All =
    [
        new(Department.InternalMedicine, "01", "内科", "Internal medicine"),
        new(Department.Psychiatry, null, "精神科", "Psychiatry"),
        new(Department.Neurology, null, "脳神経内科", "Neurology"),
        new(Department.RespiratoryMedicine, null, "呼吸器内科", "Respiratory medicine"),
        new(Department.Gastroenterology, null, "消化器内科", "Gastroenterology"),
        new(Department.Cardiology, "08", "循環器内科", "Cardiology"),
        new(Department.Orthopaedics, "16", "整形外科", "Orthopaedics"),
        new(Department.Obstetrics, null, "産科", "Obstetrics"),
        new(Department.Dermatology, null, "皮膚科", "Dermatology"),
        new(Department.Nephrology, null, "腎臓内科", "Nephrology"),
        new(Department.HealthCheckup, null, "健診センター", "Health check-up center"),
    ];

    public static DepartmentCode Of(Department department) => All[(int)department];
}
