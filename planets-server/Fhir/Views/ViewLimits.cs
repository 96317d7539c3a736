namespace Phr.Fhir.Views;

/// <summary>What a view may be, and what one resource may become.</summary>
public static class ViewLimits
{
    /// <summary>Columns of a row.</summary>
    public const int ColumnsMax = 500;

    /// <summary>Selections in all, those of unions included.</summary>
    public const int SelectionsMax = 500;

    /// <summary>Selections inside of one another.</summary>
    public const int DepthMax = 16;

    public const int ConstantsMax = 200;

    /// <summary>Rows that one resource becomes, also on the way to them.</summary>
    public const int RowsOfResourceMax = 20_000;

    /// <summary>Bytes of the rows that one resource becomes in an export: as many as it may have itself.</summary>
    public const int BytesOfResourceMax = 16 << 20;

    /// <summary>Elements inside of one another that a repetition goes down.</summary>
    public const int RepeatDepthMax = 64;
}
