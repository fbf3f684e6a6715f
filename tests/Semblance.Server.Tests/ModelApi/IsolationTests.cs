using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Workspace.Accounts;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.ModelApi;

/// <summary>
/// Every route that needs a key, tried with the key of another account. The routes are those that the server has: one that is added without
/// a trial here fails the first test.
/// </summary>
public sealed class IsolationTests(ModelServer fixture) : IClassFixture<ModelServer>
{
    private const string Uuid = "00000000-0000-4000-8000-000000000000";

    private enum Sight
    {
        /// <summary>Names a thing of the owner: for others it is not there.</summary>
        Hidden,

        /// <summary>Lists things: others see none of the owner's.</summary>
        List,

        /// <summary>Names nothing of anybody.</summary>
        Anybody,
    }

    // In this order: what removes things comes last.
    private static readonly Trial[] s_trials =
    [
        new("GET /api/synthgen/model-types", Sight.Anybody),
        new("POST /api/projects", Sight.Anybody, _ => new { name = "another" }),
        new("GET /api/projects", Sight.List),
        new("GET /api/projects/{id}", Sight.Hidden, Id: things => things.Project),
        new("POST /api/datasets/upload", Sight.Hidden),
        new("GET /api/datasets", Sight.List),
        new("GET /api/datasets/{id}", Sight.Hidden, Id: things => things.Model.DatasetId),
        new("GET /api/datasets/{id}/versions", Sight.Hidden, Id: things => things.Model.DatasetId),
        new("GET /api/datasets/versions/{id}", Sight.Hidden, Id: things => things.Model.VersionId),
        new("GET /api/datasets/versions/{id}/preview", Sight.Hidden, Id: things => things.Model.VersionId),
        new("GET /api/datasets/versions/{id}/profile", Sight.Hidden, Id: things => things.Model.VersionId),
        new("PATCH /api/datasets/versions/{id}/schema", Sight.Hidden, _ => new { columns = new { city = "category" } }, things => things.Model.VersionId),
        new("GET /api/artifacts/{id}/download", Sight.Hidden, Id: things => things.Artifact),
        new("POST /api/synthgen/models", Sight.Hidden, things => new { project_id = things.Project, dataset_version_id = things.Model.VersionId, name = "m", model_type = "core" }),
        new("GET /api/synthgen/models", Sight.List),
        new("GET /api/synthgen/models/{id}", Sight.Hidden, Id: things => things.Model.Id),
        new("POST /api/synthgen/models/{id}/generate", Sight.Hidden, _ => new { num_rows = 10 }, things => things.Model.Id),
        new("GET /api/synthgen/jobs", Sight.List),
        new("GET /api/synthgen/jobs/{id}", Sight.Hidden, Id: things => things.Job),
        new("GET /api/synthgen/jobs/{id}/download", Sight.Hidden, Id: things => things.Job),
        new("GET /api/synthgen/jobs/{id}/events", Sight.Hidden, Id: things => things.Job),
        new("POST /api/synthgen/jobs/{id}/cancel", Sight.Hidden, Id: things => things.Job),
        new("POST /api/reports", Sight.Hidden, things => new { project_id = things.Project, entity_id = things.Model.Id }),
        new("GET /api/reports", Sight.List),
        new("GET /api/reports/{id}", Sight.Hidden, Id: things => things.Report),
        new("GET /api/reports/{id}/html", Sight.Hidden, Id: things => things.Report),
        new("DELETE /api/reports/{id}", Sight.Hidden, Id: things => things.Report),
        new("DELETE /api/synthgen/models/{id}", Sight.Hidden, Id: things => things.Model.Id),
        new("DELETE /api/datasets/{id}", Sight.Hidden, Id: things => things.Model.DatasetId),
        new("DELETE /api/projects/{id}", Sight.Hidden, Id: things => things.Project),
    ];

    private TestServer Server => fixture.Server;

    [Fact]
    public void Every_route_of_the_model_api_is_tried()
    {
        s_trials.Select(trial => trial.Route).Order().ShouldBe(Server.Server.KeyRoutes.Where(route => route.Value == KeyScopes.Model).Select(route => route.Key).Order());
        Server.Server.Routes.Where(route => route.Contains(" /api/synthgen", StringComparison.Ordinal) || route.Contains(" /api/projects", StringComparison.Ordinal)
                || route.Contains(" /api/datasets", StringComparison.Ordinal) || route.Contains(" /api/reports", StringComparison.Ordinal) || route.Contains(" /api/artifacts", StringComparison.Ordinal))
            .Order().ShouldBe(s_trials.Select(trial => trial.Route).Order(), "none of them is without a key");
    }

    [Fact]
    public async Task Nothing_of_an_account_is_there_for_another()
    {
        using ApiClient owner = await ApiClient.CreateAsync(Server), stranger = await ApiClient.CreateAsync(Server);
        Things things = await ThingsOfAsync(owner);
        foreach (Trial trial in s_trials)
        {
            using HttpResponseMessage answer = await stranger.Http.SendAsync(trial.Request(things));
            string text = await answer.Content.ReadAsStringAsync();
            if (trial.Sight == Sight.Hidden)
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, trial.Route + text);
            }
            else
            {
                answer.IsSuccessStatusCode.ShouldBeTrue(trial.Route + text);
                JsonElement body = JsonDocument.Parse(text).RootElement;
                if (trial.Route == "GET /api/projects")
                {
                    body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["another"]);
                }
                else if (trial.Sight == Sight.List)
                {
                    (body.GetProperty("total").GetInt32(), body.GetProperty("items").GetArrayLength()).ShouldBe((0, 0), trial.Route);
                }
            }
            // What the stranger names is in the answer at most as the words that it sent.
            string rest = text.Replace(things.Of(trial), "", StringComparison.Ordinal);
            things.All.ShouldNotContain(id => rest.Contains(id, StringComparison.Ordinal), trial.Route);
        }
        // Nothing was harmed, and every trial was one: the owner's own are answered.
        foreach (Trial trial in s_trials)
        {
            using HttpResponseMessage answer = await owner.Http.SendAsync(trial.Request(things), HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, trial.Route);
            (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict).ShouldBeTrue($"{trial.Route} {answer.StatusCode}");
            if (trial.Sight == Sight.List)
            {
                (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("total").GetInt32().ShouldBeGreaterThan(0, trial.Route);
            }
        }
        Directory.GetFiles(Server.Server.Workspace.Folder.Artifacts, "*", SearchOption.AllDirectories).ShouldNotContain(file => file.EndsWith(things.Artifact.ToString("N"), StringComparison.Ordinal), "files go with their project");
    }

    [Fact]
    public async Task Things_of_another_account_are_not_there_beside_ones_own_either()
    {
        using ApiClient owner = await ApiClient.CreateAsync(Server), stranger = await ApiClient.CreateAsync(Server);
        Things things = await ThingsOfAsync(owner);
        Guid project = await stranger.ProjectAsync();
        MadeModel own = await stranger.ModelAsync(project);
        await ErrorTableTests.ShouldBeAsync(
            await stranger.Http.PostAsJsonAsync("/api/synthgen/models", new { project_id = project, dataset_version_id = things.Model.VersionId, name = "m" }), HttpStatusCode.NotFound, "Dataset version not found");
        await ErrorTableTests.ShouldBeAsync(
            await stranger.Http.PostAsJsonAsync("/api/synthgen/models", new { project_id = things.Project, dataset_version_id = own.VersionId, name = "m" }), HttpStatusCode.NotFound, "Project not found");
        foreach (Guid entity in (Guid[])[things.Model.Id, things.Job])
        {
            await ErrorTableTests.ShouldBeAsync(await stranger.Http.PostAsJsonAsync("/api/reports", new { project_id = project, entity_id = entity }), HttpStatusCode.NotFound, "Entity not found");
        }
        foreach (string list in (string[])[$"/api/datasets?project_id={things.Project}", $"/api/synthgen/models?project_id={things.Project}", $"/api/synthgen/jobs?project_id={things.Project}", $"/api/synthgen/jobs?model_id={things.Model.Id}", $"/api/reports?project_id={things.Project}"])
        {
            (await stranger.GetAsync(list)).GetProperty("total").GetInt32().ShouldBe(0, list);
        }
    }

    [Fact]
    public async Task Without_a_key_or_with_one_of_another_scope_nothing_is_looked_at()
    {
        using ApiClient twin = await ApiClient.CreateAsync(Server, KeyScopes.Twin), model = await ApiClient.CreateAsync(Server);
        foreach ((string route, KeyScopes scope) in Server.Server.KeyRoutes)
        {
            using HttpResponseMessage none = await Server.Client.SendAsync(Empty(route, Uuid));
            none.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, route);
            using HttpRequestMessage nonsense = Empty(route, Uuid);
            nonsense.Headers.TryAddWithoutValidation("Authorization", "Bearer sem_0123456789ab_nonsense");
            using HttpResponseMessage unknown = await Server.Client.SendAsync(nonsense);
            unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, route);
            await ErrorTableTests.ShouldBeAsync(await (scope == KeyScopes.Model ? twin : model).Http.SendAsync(Empty(route, Uuid)), HttpStatusCode.Forbidden, "Not allowed");
        }
    }

    [Fact]
    public async Task Ids_that_name_nothing_are_not_found()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        foreach (Trial trial in s_trials.Where(trial => trial.Route.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (string id in (string[])[Uuid, "nothing", "1", "a'%20OR%201=1%20--", new string('x', 1_000), "..%2F..%2Fadmin-key.txt"])
            {
                using HttpRequestMessage request = Empty(trial.Route, id);
                request.Content = trial.Body is null ? null : JsonContent.Create(trial.Body(Things.None));
                using HttpResponseMessage answer = await client.Http.SendAsync(request);
                string text = await answer.Content.ReadAsStringAsync();
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{trial.Route} {id} {text}");
                text.ShouldStartWith("{\"error\":\"");
            }
        }
    }

    [Fact]
    public async Task A_key_in_the_other_header_opens_the_same_account()
    {
        MadeKey key = await Server.Server.Workspace.Keys.CreateAsync(new NewKey("both", KeyScopes.Model, null));
        using var http = new HttpClient { BaseAddress = Server.Client.BaseAddress };
        http.DefaultRequestHeaders.Add("api-key", key.Text);
        using var client = new ApiClient(http, key.Key.AccountId);
        Guid project = await client.ProjectAsync();
        (await client.GetAsync("/api/projects")).GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid().ShouldBe(project);
    }

    private static HttpRequestMessage Empty(string route, string id)
    {
        string[] parts = route.Split(' ');
        return new HttpRequestMessage(new HttpMethod(parts[0]), parts[1].Replace("{id}", id, StringComparison.Ordinal));
    }

    private async Task<Things> ThingsOfAsync(ApiClient owner)
    {
        Guid project = await owner.ProjectAsync();
        MadeModel model = await owner.ModelAsync(project);
        await Server.Server.Workspace.SetReadyAsync(model.Id);
        Guid job = (await owner.PostAsync($"/api/synthgen/models/{model.Id}/generate", new { num_rows = 10 }, HttpStatusCode.OK)).GetProperty("synthgen_job_id").GetGuid();
        Guid artifact = await Server.Server.Workspace.CompleteAsync(owner.AccountId, job, "a,b\n1,2\n");
        Guid report = (await owner.PostAsync("/api/reports", new { project_id = project, entity_id = model.Id })).GetProperty("report_id").GetGuid();
        await Server.Server.Workspace.SucceedAsync(owner.AccountId, report, "{}", "<p>");
        return new Things(project, model, job, artifact, report);
    }

    private sealed record Things(Guid Project, MadeModel Model, Guid Job, Guid Artifact, Guid Report)
    {
        public static Things None { get; } = new(Guid.Empty, new MadeModel(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty), Guid.Empty, Guid.Empty, Guid.Empty);

        public string[] All => [.. new[] { Project, Model.Id, Model.JobId, Model.DatasetId, Model.VersionId, Job, Artifact, Report }.Select(id => id.ToString())];

        /// <summary>The id that a trial names.</summary>
        public string Of(Trial trial) => (trial.Id?.Invoke(this) ?? Project).ToString();
    }

    private sealed record Trial(string Route, Sight Sight, Func<Things, object>? Body = null, Func<Things, Guid>? Id = null)
    {
        public HttpRequestMessage Request(Things things)
        {
            HttpRequestMessage request = Empty(Route, Id?.Invoke(things).ToString() ?? "");
            request.Content = Route == "POST /api/datasets/upload"
                ? new MultipartFormDataContent { { new StringContent(things.Project.ToString()), "project_id" }, { new StringContent("t"), "name" }, { new ByteArrayContent(Tables.Csv(60)), "file", "t.csv" } }
                : Body is null ? null : JsonContent.Create(Body(things));
            return request;
        }
    }
}
