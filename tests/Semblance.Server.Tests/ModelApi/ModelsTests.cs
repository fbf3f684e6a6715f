using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.ModelApi;

/// <summary>The documented answers of models, jobs and reports, field by field, and what is refused. What the jobs do is tested elsewhere.</summary>
public sealed class ModelsTests(ModelsTests.IdleServer fixture) : IClassFixture<ModelsTests.IdleServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task The_types_are_the_four_documented_ones_and_ours()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        JsonElement types = await client.GetAsync("/api/synthgen/model-types");
        types.Fields().ShouldBe(["model_types"]);
        types.GetProperty("model_types").EnumerateArray().Take(4).Select(type => type.GetRawText()).ShouldBe(
        [
            """{"id":"ctgan","name":"CTGAN","description":"Conditional Tabular GAN - best for general tabular data"}""",
            """{"id":"copulagan","name":"CopulaGAN","description":"Copula-based GAN - good for capturing correlations"}""",
            """{"id":"tvae","name":"TVAE","description":"Tabular VAE - faster training, good for large datasets"}""",
            """{"id":"gaussian_copula","name":"Gaussian Copula","description":"Statistical copula model - fastest, good baseline"}""",
        ]);
        types.GetProperty("model_types").EnumerateArray().Skip(4).Select(type => type.GetProperty("id").GetString()).ShouldBe(["flagship", "core"]);
    }

    [Fact]
    public async Task A_model_is_made_listed_shown_and_deleted_as_documented()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        JsonElement upload = await client.UploadAsync(project, Tables.Csv(60), "Transactions Q4");
        object body = new { project_id = project, dataset_version_id = upload.GetProperty("dataset_version_id").GetGuid(), name = "Transactions CTGAN", config = new { epochs = 300, batch_size = 500 } };
        JsonElement made = await client.PostAsync("/api/synthgen/models", body);
        made.Fields().ShouldBe(["id", "model_id", "job_id", "status"]);
        string id = made.GetProperty("id").GetString()!;
        (made.GetProperty("model_id").GetString(), made.GetProperty("status").GetString()).ShouldBe((id, "pending"));

        JsonElement page = await client.GetAsync($"/api/synthgen/models?project_id={project}");
        page.Fields().ShouldBe(["items", "total", "limit", "offset"]);
        JsonElement listed = page.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        listed.Fields().ShouldBe(["id", "name", "model_type", "status", "dataset_name", "dataset_version", "created_at"]);
        (listed.GetProperty("model_type").GetString(), listed.GetProperty("dataset_name").GetString(), listed.GetProperty("dataset_version").GetInt32()).ShouldBe(("ctgan", "Transactions Q4", 0));
        (await client.GetAsync("/api/synthgen/models?search=CTGAN")).GetProperty("total").GetInt32().ShouldBe(1);
        (await client.GetAsync("/api/synthgen/models?search=TVAE")).GetProperty("total").GetInt32().ShouldBe(0);

        JsonElement detail = await client.GetAsync($"/api/synthgen/models/{id}");
        detail.Fields().ShouldBe(["model", "jobs"]);
        JsonElement model = detail.GetProperty("model");
        model.Fields()[..9].ShouldBe(["id", "name", "model_type", "status", "config", "dataset_name", "dataset_version", "dataset_id", "created_at"]);
        model.GetProperty("config").GetRawText().ShouldBe("""{"epochs":300,"batch_size":500}""");
        model.GetProperty("dataset_id").GetString().ShouldBe(upload.GetProperty("dataset_id").GetString());
        JsonElement job = detail.GetProperty("jobs").EnumerateArray().ShouldHaveSingleItem();
        job.Fields().ShouldBe(["id", "job_type", "status", "created_at"]);
        (job.GetProperty("job_type").GetString(), job.GetProperty("status").GetString()).ShouldBe(("train", "pending"));
        (await client.GetAsync($"/api/synthgen/jobs/{made.GetProperty("job_id").GetString()}")).GetProperty("id").GetString().ShouldBe(job.GetProperty("id").GetString(), "the queue's id finds the same job");

        (await client.DeleteAsync($"/api/synthgen/models/{id}")).GetRawText().ShouldBe($$"""{"ok":true,"model_id":"{{id}}"}""");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/synthgen/models/{id}"), HttpStatusCode.NotFound, "Model not found");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/synthgen/jobs/{job.GetProperty("id").GetString()}"), HttpStatusCode.NotFound, "Job not found");
        await ErrorTableTests.ShouldBeAsync(await client.Http.DeleteAsync($"/api/synthgen/models/{id}"), HttpStatusCode.NotFound, "Model not found");
    }

    [Theory]
    [InlineData("\"model_type\":\"gpt\"", 422, "'model_type' must be one of ctgan, copulagan, tvae, gaussian_copula, flagship, core", "\"gpt\" is not")]
    [InlineData("\"model_type\":5", 422, "'model_type' must be one of ctgan, copulagan, tvae, gaussian_copula, flagship, core", "5 is not")]
    [InlineData("\"config\":{\"epochs\":0}", 422, "'epochs' cannot be used in 'config'", "must be a whole number from 1 to ")]
    [InlineData("\"config\":{\"epochs\":\"many\"}", 422, "'epochs' cannot be used in 'config'", "must be a whole number from 1 to ")]
    [InlineData("\"config\":{\"epoch\":5}", 422, "'epoch' cannot be used in 'config'", "ctgan has no option 'epoch'; it has epochs, ")]
    [InlineData("\"config\":{\"pac\":7}", 422, "'pac' cannot be used in 'config'", "that divides batch_size")]
    [InlineData("\"config\":{\"generator_dim\":[256,0]}", 422, "'generator_dim' cannot be used in 'config'", "whole numbers from 1 to ")]
    [InlineData("\"config\":[]", 422, "'config' cannot be used in 'config'", "must be an object of options")]
    [InlineData("\"config\":{\"pac\":10},\"model_type\":\"gaussian_copula\"", 422, "'pac' cannot be used in 'config'", "gaussian_copula has no option 'pac'")]
    [InlineData("\"config\":{\"seed\":-1},\"model_type\":\"gaussian_copula\"", 422, "'seed' cannot be used in 'config'", "a whole number from 0 to ")]
    [InlineData("\"holdout_share\":0.9", 422, "'holdout_share' must be a number from 0 to 0.5", "0.9 is not")]
    [InlineData("\"epochs\":5", 422, "There is no field 'epochs'", "'config'")]
    [InlineData("\"name\":7", 422, "'name' must be a text", "")]
    [InlineData("\"project_id\":7", 422, "'project_id' must be an id", "")]
    [InlineData("\"dataset_version_id\":null", 422, "'dataset_version_id' must be an id", "")]
    [InlineData("\"project_id\":\"nothing\"", 404, "Project not found", "nothing")]
    [InlineData("\"dataset_version_id\":\"nothing\"", 404, "Dataset version not found", "nothing")]
    public async Task A_model_that_cannot_be_is_refused_with_the_option_and_its_range(string field, int status, string error, string detail)
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        Guid version = (await client.UploadAsync(project, Tables.Csv(60))).GetProperty("version_id").GetGuid();
        var fields = new Dictionary<string, string> { ["project_id"] = $"\"{project}\"", ["dataset_version_id"] = $"\"{version}\"", ["name"] = "\"m\"" };
        foreach (JsonProperty given in JsonDocument.Parse($"{{{field}}}").RootElement.EnumerateObject())
        {
            fields[given.Name] = given.Value.GetRawText();
        }
        using var content = new StringContent($"{{{string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}", Encoding.UTF8, "application/json");
        JsonElement answer = await ApiClient.ReadAsync(client.Http.PostAsync("/api/synthgen/models", content), (HttpStatusCode)status);
        answer.GetProperty("error").GetString().ShouldBe(error);
        answer.GetProperty("detail").GetString()!.ShouldContain(detail);
        (await client.GetAsync("/api/synthgen/jobs")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_model_is_not_made_of_too_little_or_of_another_projects_data()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        Guid few = (await client.UploadAsync(project, Tables.Csv(40), "few")).GetProperty("version_id").GetGuid(), wide = (await client.UploadAsync(project, Tables.Csv(60), "wide")).GetProperty("version_id").GetGuid();
        await client.PatchAsync($"/api/datasets/versions/{wide}/schema", new { columns = new { age = "ignore", city = "ignore", joined = "ignore" } });
        foreach (Guid version in (Guid[])[few, wide])
        {
            await ErrorTableTests.ShouldBeAsync(
                await client.Http.PostAsJsonAsync("/api/synthgen/models", new { project_id = project, dataset_version_id = version, name = "m" }), HttpStatusCode.UnprocessableEntity, "A model needs more than 40 rows and more than 2 columns");
        }
        Guid elsewhere = (await client.UploadAsync(await client.ProjectAsync(), Tables.Csv(60))).GetProperty("version_id").GetGuid();
        await ErrorTableTests.ShouldBeAsync(
            await client.Http.PostAsJsonAsync("/api/synthgen/models", new { project_id = project, dataset_version_id = elsewhere, name = "m" }), HttpStatusCode.NotFound, "Dataset version not found");
    }

    [Fact]
    public async Task Rows_are_asked_for_and_downloaded_as_documented()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = (await client.PostAsync("/api/projects", new { name = "Fraud Detection v2" })).GetProperty("id").GetGuid();
        MadeModel model = await client.ModelAsync(project);
        await Server.Server.Workspace.SetReadyAsync(model.Id);
        JsonElement asked = await client.PostAsync($"/api/synthgen/models/{model.Id}/generate", new { num_rows = 10_000, seed = 42 }, HttpStatusCode.OK);
        asked.Fields().ShouldBe(["job_id", "synthgen_job_id", "status"]);
        asked.GetProperty("status").GetString().ShouldBe("pending");
        Guid id = asked.GetProperty("synthgen_job_id").GetGuid(), queueId = asked.GetProperty("job_id").GetGuid();
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/synthgen/jobs/{id}/download"), HttpStatusCode.Conflict, "Job output is not available");

        JsonElement listed = (await client.GetAsync($"/api/synthgen/jobs?model_id={model.Id}&status=pending")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        listed.Fields()[..8].ShouldBe(["id", "model_id", "model_name", "model_type", "job_type", "status", "config", "created_at"]);
        listed.GetProperty("config").GetRawText().ShouldBe("""{"num_rows":10000,"seed":42}""");
        Guid artifact = await Server.Server.Workspace.CompleteAsync(client.AccountId, id, "a,b\n1,2\n");
        JsonElement job = await client.GetAsync($"/api/synthgen/jobs/{id}");
        job.Fields()[..10].ShouldBe(["id", "model_id", "model_name", "model_type", "project_name", "job_type", "status", "config", "output_artifact_id", "created_at"]);
        (job.GetProperty("project_name").GetString(), job.GetProperty("job_type").GetString(), job.GetProperty("status").GetString(), job.GetProperty("output_artifact_id").GetGuid())
            .ShouldBe(("Fraud Detection v2", "generate", "completed", artifact));
        (job.GetProperty("progress").GetDouble(), job.GetProperty("error").ValueKind).ShouldBe((1, JsonValueKind.Null));
        (await client.GetAsync($"/api/synthgen/jobs/{queueId}")).GetRawText().ShouldBe(job.GetRawText());
        foreach (Guid either in (Guid[])[id, queueId])
        {
            (await client.Http.GetStringAsync($"/api/synthgen/jobs/{either}/download")).ShouldBe("a,b\n1,2\n");
        }
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync($"/api/synthgen/jobs/{id}/cancel", null), HttpStatusCode.Conflict, "Job has ended");
        (await client.GetAsync($"/api/synthgen/jobs?project_id={project}&status=completed")).GetProperty("total").GetInt32().ShouldBe(2, "the training and the rows");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync("/api/synthgen/jobs?status=done"), HttpStatusCode.UnprocessableEntity, "'status' must be one of pending, running, completed, failed, cancelled");
    }

    [Fact]
    public async Task Everything_has_its_default_and_conditions_and_format_are_kept()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        MadeModel model = await client.ModelAsync(await client.ProjectAsync());
        await Server.Server.Workspace.SetReadyAsync(model.Id);
        string path = $"/api/synthgen/models/{model.Id}/generate";
        JsonElement usual = await ApiClient.ReadAsync(client.Http.PostAsync(path, null), HttpStatusCode.OK);
        JsonElement config = (await client.GetAsync($"/api/synthgen/jobs/{usual.GetProperty("job_id").GetString()}")).GetProperty("config");
        (config.GetProperty("num_rows").GetInt32(), config.GetProperty("seed").ValueKind).ShouldBe((1_000, JsonValueKind.Number), "a seed is drawn and told");
        JsonElement special = await client.PostAsync(path, new { num_rows = "7", seed = ulong.MaxValue, conditions = new Dictionary<string, object> { ["city"] = "Oslo", ["age"] = 41, ["member"] = true }, format = "parquet" }, HttpStatusCode.OK);
        (await client.GetAsync($"/api/synthgen/jobs/{special.GetProperty("job_id").GetString()}")).GetProperty("config").GetRawText()
            .ShouldBe("""{"num_rows":7,"seed":18446744073709551615,"conditions":{"age":"41","city":"Oslo","member":"true"},"format":"parquet"}""");
    }

    [Theory]
    [InlineData("{\"num_rows\":0}", "'num_rows' must be a whole number from 1 to 10000000")]
    [InlineData("{\"num_rows\":10000001}", "'num_rows' must be a whole number from 1 to 10000000")]
    [InlineData("{\"num_rows\":1.5}", "'num_rows' must be a whole number from 1 to 10000000")]
    [InlineData("{\"num_rows\":1e999}", "'num_rows' must be a whole number from 1 to 10000000")]
    [InlineData("{\"num_rows\":true}", "'num_rows' must be a whole number from 1 to 10000000")]
    [InlineData("{\"seed\":-1}", "'seed' must be a whole number from 0 to 18446744073709551615")]
    [InlineData("{\"seed\":\"lucky\"}", "'seed' must be a whole number from 0 to 18446744073709551615")]
    [InlineData("{\"conditions\":\"city=Oslo\"}", "'conditions' must be column-value pairs")]
    [InlineData("{\"conditions\":{\"city\":[\"Oslo\"]}}", "'conditions' must be column-value pairs")]
    [InlineData("{\"conditions\":{\"city\":null}}", "'conditions' must be column-value pairs")]
    [InlineData("{\"format\":\"xlsx\"}", "'format' must be one of csv, parquet")]
    [InlineData("{\"rows\":5}", "There is no field 'rows'")]
    public async Task Rows_that_cannot_be_are_refused(string json, string error)
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        MadeModel model = await client.ModelAsync(await client.ProjectAsync());
        await Server.Server.Workspace.SetReadyAsync(model.Id);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync($"/api/synthgen/models/{model.Id}/generate", content), HttpStatusCode.UnprocessableEntity, error);
    }

    [Fact]
    public async Task A_model_that_is_not_ready_makes_no_rows_and_no_report()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        MadeModel model = await client.ModelAsync(project);
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsJsonAsync($"/api/synthgen/models/{model.Id}/generate", new { num_rows = 5 }), HttpStatusCode.Conflict, "Model is not ready");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsJsonAsync("/api/reports", new { project_id = project, entity_id = model.Id }), HttpStatusCode.Conflict, "Entity is not ready");
        JsonElement cancelled = await ApiClient.ReadAsync(client.Http.PostAsync($"/api/synthgen/jobs/{model.JobId}/cancel", null), HttpStatusCode.OK);
        cancelled.Fields().ShouldBe(["ok", "job_id", "synthgen_job_id", "status"]);
        (cancelled.GetProperty("job_id").GetGuid(), cancelled.GetProperty("status").GetString()).ShouldBe((model.JobId, "cancelled"));
        (await client.GetAsync($"/api/synthgen/models/{model.Id}")).GetProperty("model").GetProperty("status").GetString().ShouldBe("failed");
        JsonElement refused = await ApiClient.ReadAsync(client.Http.PostAsJsonAsync($"/api/synthgen/models/{model.Id}/generate", new { }), HttpStatusCode.Conflict);
        refused.GetProperty("detail").GetString().ShouldBe("Its status is 'failed': Its training was cancelled.");
    }

    [Fact]
    public async Task Events_tell_how_far_a_job_is_until_it_ends()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        MadeModel model = await client.ModelAsync(await client.ProjectAsync());
        using HttpResponseMessage answer = await client.Http.GetAsync($"/api/synthgen/jobs/{model.JobId}/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("event: progress");
        JsonElement first = JsonDocument.Parse((await reader.ReadLineAsync())!["data: ".Length..]).RootElement;
        (first.GetProperty("status").GetString(), first.GetProperty("progress").GetDouble()).ShouldBe(("pending", 0));
        await client.Http.PostAsync($"/api/synthgen/jobs/{model.JobId}/cancel", null);
        string rest = await reader.ReadToEndAsync();
        rest.Trim().ShouldStartWith("event: cancelled\ndata: {");
        rest.Trim().Split('\n').Length.ShouldBe(2, "after the last event the stream ends");
    }

    [Fact]
    public async Task A_job_that_is_deleted_ends_its_events()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        MadeModel model = await client.ModelAsync(await client.ProjectAsync());
        Task<string> events = client.Http.GetStringAsync($"/api/synthgen/jobs/{model.JobId}/events");
        await client.DeleteAsync($"/api/synthgen/models/{model.Id}");
        (await events.WaitAsync(TimeSpan.FromMinutes(1))).ShouldStartWith("event: progress");
    }

    [Fact]
    public async Task A_report_is_asked_for_and_read_as_documented()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        MadeModel model = await client.ModelAsync(project);
        await Server.Server.Workspace.SetReadyAsync(model.Id);
        JsonElement asked = await client.PostAsync("/api/reports", new { project_id = project, kind = "synthgen", entity_id = model.Id, options = new { seed = 42 } });
        asked.Fields().ShouldBe(["id", "report_id", "job_id", "status"]);
        asked.GetProperty("status").GetString().ShouldBe("queued");
        Guid id = asked.GetProperty("report_id").GetGuid();
        JsonElement waiting = await client.GetAsync($"/api/reports/{id}");
        (waiting.GetProperty("status").GetString(), waiting.GetProperty("report").GetProperty("result").ValueKind).ShouldBe(("queued", JsonValueKind.Null));
        waiting.GetProperty("report").GetProperty("options").GetProperty("seed").GetInt32().ShouldBe(42);
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/reports/{id}/html"), HttpStatusCode.Conflict, "Report is not available");

        await Server.Server.Workspace.SucceedAsync(client.AccountId, id, """{"shape_error":0.01}""", "<!doctype html><p>fine");
        JsonElement done = await client.GetAsync($"/api/reports/{id}");
        done.Fields().ShouldBe(["id", "report_id", "status", "report"]);
        (done.GetProperty("status").GetString(), done.GetProperty("report").GetProperty("result").GetRawText()).ShouldBe(("succeeded", """{"shape_error":0.01}"""));
        using HttpResponseMessage page = await client.Http.GetAsync($"/api/reports/{id}/html");
        page.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'unsafe-inline';");
        (await page.Content.ReadAsStringAsync()).ShouldBe("<!doctype html><p>fine");
        (await client.GetAsync($"/api/reports?project_id={project}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("succeeded");
        (await client.DeleteAsync($"/api/reports/{id}")).GetRawText().ShouldBe($$"""{"ok":true,"report_id":"{{id}}"}""");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/reports/{id}"), HttpStatusCode.NotFound, "Report not found");
    }

    [Theory]
    [InlineData("\"kind\":\"dataset\"", 422, "'kind' must be one of synthgen")]
    [InlineData("\"options\":[]", 422, "'options' must be an object")]
    [InlineData("\"options\":{\"rows\":5}", 422, "There is no field 'rows'")]
    [InlineData("\"options\":{\"seed\":-1}", 422, "'seed' must be a whole number from 0 to 18446744073709551615")]
    [InlineData("\"options\":{\"depth\":3}", 422, "There is no field 'depth'")]
    [InlineData("\"entity_id\":5", 422, "'entity_id' must be an id")]
    [InlineData("\"entity_id\":\"nothing\"", 404, "Entity not found")]
    [InlineData("\"entity_id\":\"00000000-0000-4000-8000-000000000000\"", 404, "Entity not found")]
    public async Task A_report_on_nothing_is_refused(string field, int status, string error)
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        string entity = field.Contains("entity_id", StringComparison.Ordinal) ? "" : $",\"entity_id\":\"{project}\"";
        using var content = new StringContent($"{{\"project_id\":\"{project}\"{entity},{field}}}", Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsync("/api/reports", content), (HttpStatusCode)status, error);
    }

    [Fact]
    public async Task Ids_are_random()
    {
        using ApiClient client = await ApiClient.CreateAsync(Server);
        Guid project = await client.ProjectAsync();
        MadeModel[] models = [await client.ModelAsync(project), await client.ModelAsync(project)];
        Guid[] ids = [project, .. models.SelectMany(model => (Guid[])[model.Id, model.JobId, model.DatasetId, model.VersionId])];
        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Version == 4, "122 random bits, no time and no counter");
    }

    /// <summary>A server that takes jobs and works on none, so that each stays as a test has put it.</summary>
    public sealed class IdleServer : IAsyncDisposable
    {
        internal TestServer Server { get; } = TestServer.StartAsync().GetAwaiter().GetResult();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
