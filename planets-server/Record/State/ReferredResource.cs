namespace Phr.Planets.Record.State;

/// <summary>A resource of this server, as a reference names it.</summary>
/// <param name="Version">Empty where the reference means whichever is present. R4 references.html#versions.</param>
public readonly record struct ReferredResource(string Type, string Id, string Version);
