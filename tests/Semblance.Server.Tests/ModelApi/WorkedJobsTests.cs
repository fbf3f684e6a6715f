using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.ModelApi;

/// <summary>The way from a file to rows and a report over HTTP, with a server that works on its jobs.</summary>
public sealed class WorkedJobsTests
{
    [Fact]
    public async Task A_table_becomes_a_model_rows_that_satisfy_conditions_and_a_report()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Jobs = 1 });
        using ApiClient client = await ApiClient.CreateAsync(server);
        Guid project = await client.ProjectAsync();
        MadeModel model = await client.ModelAsync(project, "core");
        string training = await client.Http.GetStringAsync($"/api/synthgen/jobs/{model.JobId}/events").WaitAsync(TimeSpan.FromMinutes(2));
        training.ShouldContain("event: completed\ndata: {");
        JsonElement ready = (await client.GetAsync($"/api/synthgen/models/{model.Id}")).GetProperty("model");
        ready.GetProperty("status").GetString().ShouldBe("ready", ready.GetRawText());
        byte[] file = await client.Http.GetByteArrayAsync($"/api/artifacts/{ready.GetProperty("artifact_id").GetString()}/download");
        file.Length.ShouldBeGreaterThan(100, "the model is a file of its own");

        string[] lines = (await RowsAsync(new { num_rows = 300, seed = 5, conditions = new { city = "Oslo", member = true } })).TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("age,city,joined,member,amount");
        lines.Length.ShouldBe(301);
        lines[1..].ShouldAllBe(line => line.Contains(",Oslo,") && line.Contains(",true,"));
        (await RowsAsync(new { num_rows = 300, seed = 5, conditions = new { city = "Oslo", member = true } })).ShouldBe(string.Join('\n', lines) + "\n", "the same wish gives the same bytes");

        Guid impossible = await GenerateAsync(new { conditions = new { city = "Paris" } });
        (await client.Http.GetStringAsync($"/api/synthgen/jobs/{impossible}/events").WaitAsync(TimeSpan.FromMinutes(2))).ShouldContain("event: failed");
        JsonElement failed = await client.GetAsync($"/api/synthgen/jobs/{impossible}");
        failed.GetProperty("error").GetString()!.ShouldBe("Column 'city' never has the value 'Paris'; it can be 'Oslo', 'Rome', 'Lima'.");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/synthgen/jobs/{impossible}/download"), HttpStatusCode.Conflict, "Job output is not available");

        JsonElement report = await client.PostAsync("/api/reports", new { project_id = project, kind = "synthgen", entity_id = model.Id });
        await client.Http.GetStringAsync($"/api/synthgen/jobs/{report.GetProperty("job_id").GetString()}/events").WaitAsync(TimeSpan.FromMinutes(2));
        JsonElement made = await client.GetAsync($"/api/reports/{report.GetProperty("id").GetString()}");
        made.GetProperty("status").GetString().ShouldBe("succeeded", made.GetRawText());
        made.GetProperty("report").GetProperty("result").EnumerateObject().ShouldNotBeEmpty();
        string page = await client.Http.GetStringAsync($"/api/reports/{report.GetProperty("id").GetString()}/html");
        page.ShouldStartWith("<!doctype html>", Case.Insensitive);
        page.ShouldNotContain("<script", Case.Insensitive, "the page may run none");

        async Task<Guid> GenerateAsync(object wish) => (await client.PostAsync($"/api/synthgen/models/{model.Id}/generate", wish, HttpStatusCode.OK)).GetProperty("synthgen_job_id").GetGuid();

        async Task<string> RowsAsync(object wish)
        {
            Guid job = await GenerateAsync(wish);
            (await client.Http.GetStringAsync($"/api/synthgen/jobs/{job}/events").WaitAsync(TimeSpan.FromMinutes(2))).ShouldContain("event: completed");
            using HttpResponseMessage answer = await client.Http.GetAsync($"/api/synthgen/jobs/{job}/download");
            answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
            answer.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldEndWith(".csv");
            return await answer.Content.ReadAsStringAsync();
        }
    }
}
