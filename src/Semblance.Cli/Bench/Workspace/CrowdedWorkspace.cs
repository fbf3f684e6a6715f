using Semblance.Data;
using Semblance.Workspace;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;
using Semblance.Workspace.Reports;

namespace Semblance.Cli.Bench.Workspace;

/// <summary>Fills a workspace with the records of an account that has worked for years.</summary>
internal static class CrowdedWorkspace
{
    private const int Projects = 50;
    private const int JobsOfModel = 20;
    private const int JobsOfReport = 10;
    private const int InOneTransaction = 10_000;

    /// <summary>Records so many jobs that have ended, with models, datasets and reports in proportion.</summary>
    /// <returns>A project and a model that have many of them.</returns>
    public static async Task<(Guid Project, Guid Model)> FillAsync(WorkspaceHome workspace, Guid account, int jobs)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-500);
        Guid[] projects = [.. Enumerable.Range(0, Projects).Select(_ => Guid.NewGuid())];
        Guid[] models = [.. Enumerable.Range(0, Math.Max(jobs / JobsOfModel, 1)).Select(_ => Guid.NewGuid())];
        Guid ProjectOf(int model) => projects[model % Projects];
        await workspace.Database.WriteAsync(async context =>
        {
            for (int i = 0; i < Projects; i++)
            {
                context.Projects.Add(new Project { Id = projects[i], AccountId = account, Name = $"project {i}", Description = "", CreatedAt = start.AddMinutes(i), UpdatedAt = start.AddMinutes(i) });
            }
            for (int i = 0; i < models.Length; i++)
            {
                var file = new ArtifactRecord { Id = Guid.NewGuid(), AccountId = account, Kind = ArtifactKind.Dataset, FileName = "dataset.csv", ContentType = "text/csv", Length = 1, Sha256 = new string('0', 64), CreatedAt = start };
                var dataset = new Dataset { Id = Guid.NewGuid(), AccountId = account, ProjectId = ProjectOf(i), Name = $"dataset {i}", Description = "", CreatedAt = start.AddMinutes(i) };
                var version = new DatasetVersion
                {
                    Id = Guid.NewGuid(),
                    AccountId = account,
                    DatasetId = dataset.Id,
                    Version = 0,
                    ArtifactId = file.Id,
                    Format = TableFormat.Csv,
                    RowCount = 1_000,
                    ColumnCount = 10,
                    QualityScore = 100,
                    Profile = new string(' ', 5_000),
                    Preview = new string(' ', 20_000),
                    CreatedAt = start.AddMinutes(i),
                };
                context.Artifacts.Add(file);
                context.Datasets.Add(dataset);
                context.DatasetVersions.Add(version);
                context.Models.Add(new SynthModel
                {
                    Id = models[i],
                    AccountId = account,
                    ProjectId = ProjectOf(i),
                    DatasetId = dataset.Id,
                    DatasetVersionId = version.Id,
                    DatasetArtifactId = file.Id,
                    DatasetName = dataset.Name,
                    DatasetVersion = 0,
                    Name = $"model {i}",
                    ModelType = "ctgan",
                    Config = """{"epochs": 300}""",
                    Seed = 1,
                    HoldoutShare = 0.2,
                    Status = ModelStatus.Ready,
                    CreatedAt = start.AddMinutes(i),
                    UpdatedAt = start.AddMinutes(i),
                });
            }
            await context.SaveChangesAsync().ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        for (int first = 0; first < jobs; first += InOneTransaction)
        {
            int from = first;
            await workspace.Database.WriteAsync(async context =>
            {
                for (int i = from; i < Math.Min(from + InOneTransaction, jobs); i++)
                {
                    int model = i % models.Length;
                    bool isReport = i % JobsOfReport == 0;
                    DateTimeOffset at = start.AddMinutes(i * 7);
                    var job = new Job
                    {
                        Id = Guid.NewGuid(),
                        QueueId = Guid.NewGuid(),
                        AccountId = account,
                        ProjectId = ProjectOf(model),
                        ModelId = models[model],
                        ReportId = isReport ? Guid.NewGuid() : null,
                        Kind = isReport ? JobKind.Report : JobKind.Generate,
                        Status = i % 50 == 1 ? JobStatus.Failed : JobStatus.Completed,
                        QueueState = QueueState.Ended,
                        Progress = 1,
                        Config = """{"num_rows":10000,"seed":42}""",
                        Seed = 42,
                        RowCount = 10_000,
                        Attempt = 1,
                        CreatedAt = at,
                        StartedAt = at,
                        FinishedAt = at.AddSeconds(5),
                    };
                    context.Jobs.Add(job);
                    if (isReport)
                    {
                        context.Reports.Add(new Report { Id = job.ReportId!.Value, AccountId = account, ProjectId = job.ProjectId!.Value, ModelId = models[model], EntityId = models[model], Options = "{}", JobId = job.Id, CreatedAt = at });
                    }
                }
                await context.SaveChangesAsync().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        return (projects[0], models[0]);
    }
}
