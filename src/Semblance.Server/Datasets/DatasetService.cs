using System.Globalization;
using Semblance.Data;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Http;
using Semblance.Server.Uploads;
using Semblance.Server.Work;
using Semblance.Workspace;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Files;
using Semblance.Workspace.Projects;

namespace Semblance.Server.Datasets;

/// <summary>The requests about datasets that read whole tables: they take turns with the twin API's, by number and by size.</summary>
internal sealed class DatasetService(WorkspaceHome workspace, Spool spool, Admission admission, ServerMetrics metrics, ServerSettings settings)
{
    private const string ProjectField = "project_id";
    private const string NameField = "name";
    private const string DescriptionField = "description";

    private static readonly UploadForm s_form = new(
        [ProjectField, NameField, DescriptionField],
        $"The parts of the form are {ProjectField}, {NameField}, {DescriptionField} and file.",
        "Each part of the form may come once.",
        cause => new ApiException(500, "Failed to keep the dataset", "The file cannot be kept on the server's disk; try again later, or send Parquet, which is smaller.", cause));

    /// <summary>Receives a file and makes it a version of a dataset.</summary>
    /// <exception cref="ApiException">What <see cref="UploadReader"/> throws; 404: there is no such project; 422: a field cannot be used, or there is no table in the file; 429: too many at a time.</exception>
    public Task<(DatasetVersion Version, DatasetProfile Profile)> UploadAsync(HttpContext http, Caller caller) => WithinAsync(http, async (place, cancellation) =>
    {
        using SpoolFolder folder = spool.CreateFolder();
        (Upload file, IReadOnlyDictionary<string, string> fields) = await UploadReader.ReceiveAsync(http.Request, folder, settings.MaxUpload, s_form, cancellation);
        metrics.CountUpload(file.Length);
        string project = fields.GetValueOrDefault(ProjectField) ?? throw new ApiException(422, $"'{ProjectField}' must be an id", "Send it as a part of the form, before or behind the file.");
        string name = JsonBody.CheckText(NameField, fields.GetValueOrDefault(NameField) ?? "", ProjectStore.LongestName);
        string? description = fields.TryGetValue(DescriptionField, out string? text) ? JsonBody.CheckText(DescriptionField, text, ProjectStore.LongestDescription, mayBeEmpty: true) : null;
        Project known = await Lookup.FindAsync(project, id => workspace.Projects.GetAsync(caller.AccountId, id, cancellation), Lookup.NoProject);
        using Admission.Turn turn = await place.WaitAsync(file.Length, cancellation);
        var upload = new UploadedFile(known.Id, name, description, file.Path, file.Format);
        return await ReadingAsync(() => workspace.DatasetImport.AddAsync(caller.AccountId, upload, cancellation)) ?? throw Lookup.NoProject(project);
    });

    /// <summary>Says something about columns of a version.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version.</param>
    /// <param name="overrides">All that is said from now on.</param>
    /// <exception cref="ApiException">404: the version has gone meanwhile; 422: the file has no such column, or its values are not of that type; 429: too many at a time.</exception>
    public Task<DatasetProfile?> OverrideAsync(HttpContext http, DatasetVersion version, SchemaOverrides overrides) => WithinAsync(http, async (place, cancellation) =>
    {
        long size = (await workspace.ArtifactRecords.GetAsync(version.AccountId, version.ArtifactId, cancellation))?.Length ?? throw Lookup.NoDatasetVersion(version.Id.ToString());
        using Admission.Turn turn = await place.WaitAsync(size, cancellation);
        return await ReadingAsync(() => workspace.DatasetImport.OverrideAsync(version, overrides, cancellation));
    });

    private async Task<T> WithinAsync<T>(HttpContext http, Func<Admission.Place, CancellationToken, Task<T>> work)
    {
        using Admission.Place place = admission.TryEnter()
            ?? throw new ApiException(429, "Too many requests", "The server is working on as many tables as it can; try again later.") { RetryAfter = admission.RetryAfter };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(TimeSpan.FromMinutes(settings.RequestMinutes));
        try
        {
            return await work(place, limit.Token);
        }
        catch (OperationCanceledException exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new ApiException(500, "The request took too long", string.Create(CultureInfo.InvariantCulture, $"It was given up after {settings.RequestMinutes} minutes; send fewer rows, or Parquet, which is smaller."), exception);
        }
    }

    /// <summary>A file of a client can be anything: what cannot be read is its fault, and what the reader did not foresee is ours.</summary>
    private static async Task<T> ReadingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (TableException exception)
        {
            throw TwinErrors.Unparsable(exception.Message, exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw TwinErrors.Unparsable("there is not enough memory for this table", exception);
        }
    }
}
