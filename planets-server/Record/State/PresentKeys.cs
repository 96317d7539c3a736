namespace Phr.Planets.Record.State;

/// <summary>What the proposals of one group need to know of the present record before they decide.</summary>
public sealed class PresentKeys
{
    private readonly HashSet<(string Type, string Id)> _resources = [];
    private readonly HashSet<string> _patients = [];
    private readonly HashSet<string> _sources = [];

    public IReadOnlyCollection<(string Type, string Id)> Resources => _resources;

    public IReadOnlyCollection<string> Patients => _patients;

    public IReadOnlyCollection<string> Sources => _sources;

    public void AddResource(string type, string id) => _resources.Add((type, id));

    /// <summary>The stream and person of a Patient.</summary>
    public void AddPatient(string id) => _patients.Add(id);

    /// <summary>The stream of a source's resources outside any patient compartment.</summary>
    public void AddDirectory(string source) => _sources.Add(source);
}

/// <summary>A proposal that reads the present record.</summary>
public interface IRecordProposal
{
    void Name(PresentKeys wanted);
}
