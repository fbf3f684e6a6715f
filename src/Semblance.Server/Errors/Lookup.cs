namespace Semblance.Server.Errors;

/// <summary>Things by their ids: what is not there, or not for this caller, is 404, and from outside the two look the same.</summary>
internal static class Lookup
{
    public static ApiException NoProject(string id) => Of("Project", id);

    public static ApiException NoDataset(string id) => Of("Dataset", id);

    public static ApiException NoDatasetVersion(string id) => Of("Dataset version", id);

    public static ApiException NoArtifact(string id) => Of("Artifact", id);

    public static ApiException NoModel(string id) => Of("Model", id);

    public static ApiException NoJob(string id) => Of("Job", id);

    public static ApiException NoReport(string id) => Of("Report", id);

    /// <summary>What an id finds.</summary>
    /// <param name="id">The id as the client wrote it; one that is no UUID finds nothing.</param>
    /// <param name="find">Looks it up.</param>
    /// <param name="error">Makes the error.</param>
    /// <exception cref="ApiException">404.</exception>
    public static async Task<T> FindAsync<T>(string id, Func<Guid, Task<T?>> find, Func<string, ApiException> error)
        where T : class => Guid.TryParse(id, out Guid parsed) && await find(parsed) is { } found ? found : throw error(id);

    /// <summary>Does something to what an id names.</summary>
    /// <param name="id">The id as the client wrote it; one that is no UUID names nothing.</param>
    /// <param name="act">Does it; false if there is no such thing.</param>
    /// <param name="error">Makes the error.</param>
    /// <exception cref="ApiException">404.</exception>
    public static async Task<Guid> RequireAsync(string id, Func<Guid, Task<bool>> act, Func<string, ApiException> error) =>
        Guid.TryParse(id, out Guid parsed) && await act(parsed) ? parsed : throw error(id);

    private static ApiException Of(string what, string id) => new(404, $"{what} not found", $"There is no {char.ToLowerInvariant(what[0])}{what[1..]} '{(id.Length <= 60 ? id : id[..60] + "...")}'.");
}
