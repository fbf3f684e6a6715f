using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.ModelApi;

public sealed class DatasetsTests(ModelServer fixture) : IClassFixture<ModelServer>
{
    private const string Mixed = """
        id,zip,city,age,note,joined
        1001,01234,Oslo,41,came by boat from the north,2026-03-01
        1002,01234,Rome,,likes long walks on the beach,2026-03-02
        1003,98765,Oslo,23,has never been here before today,2026-03-03
        1004,98765,Lima,35,asks many questions about trains,2026-03-09
        """;

    [Fact]
    public async Task An_upload_answers_as_documented_and_the_same_name_is_the_next_version()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        Guid project = await client.ProjectAsync();
        JsonElement first = await client.UploadAsync(project, Tables.Csv(60), "Transactions Q4");
        first.Fields().ShouldBe(["id", "dataset_id", "dataset_version_id", "version_id", "artifact_id", "version", "quality"]);
        first.GetProperty("version").GetInt32().ShouldBe(0);
        first.GetProperty("quality").Fields().ShouldBe(["overall_score", "issues"]);
        first.GetProperty("quality").GetProperty("overall_score").GetDouble().ShouldBe(100, "nothing is missing, repeated or constant");
        JsonElement second = await client.UploadAsync(project, Tables.Csv(70), "Transactions Q4");
        second.GetProperty("version").GetInt32().ShouldBe(1);
        second.GetProperty("dataset_id").GetGuid().ShouldBe(first.GetProperty("dataset_id").GetGuid());
        second.GetProperty("version_id").GetGuid().ShouldNotBe(first.GetProperty("version_id").GetGuid());
        (await client.UploadAsync(project, Tables.Csv(70), "transactions q4")).GetProperty("version").GetInt32().ShouldBe(0, "another name is another dataset");
        (await client.UploadAsync(await client.ProjectAsync("other"), Tables.Csv(70), "Transactions Q4")).GetProperty("version").GetInt32().ShouldBe(0, "so is the name in another project");

        JsonElement dataset = (await client.GetAsync($"/api/datasets/{first.GetProperty("id").GetString()}")).GetProperty("dataset");
        dataset.Fields().ShouldBe(["id", "project_id", "name", "description", "version", "dataset_version_id", "rows", "columns", "quality_score", "created_at", "updated_at"]);
        (dataset.GetProperty("version").GetInt32(), dataset.GetProperty("rows").GetInt32(), dataset.GetProperty("columns").GetInt32()).ShouldBe((1, 70, 5));
        JsonElement versions = await client.GetAsync($"/api/datasets/{first.GetProperty("id").GetString()}/versions");
        versions.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetInt32()).ShouldBe([1, 0]);
        JsonElement version = (await client.GetAsync($"/api/datasets/versions/{first.GetProperty("version_id").GetString()}")).GetProperty("dataset_version");
        version.GetRawText().ShouldBe(versions.GetProperty("items")[1].GetRawText());
        (await client.GetAsync($"/api/datasets?project_id={project}&limit=1")).GetProperty("total").GetInt32().ShouldBe(2);
        (await client.GetAsync("/api/datasets?search=actions%20q")).GetProperty("total").GetInt32().ShouldBe(1, "the search minds capitals");

        byte[] file = await client.Http.GetByteArrayAsync($"/api/artifacts/{first.GetProperty("artifact_id").GetString()}/download");
        file.ShouldBe(Tables.Csv(60), "the file is kept as it came");
    }

    [Fact]
    public async Task Fields_may_come_before_or_behind_the_file()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        Guid project = await client.ProjectAsync();
        var form = new MultipartFormDataContent
        {
            { new StringContent("what it is"), "description" }, { new ByteArrayContent(Tables.Csv(50)), "file", "C:\\..\\table.CSV" }, { new StringContent(project.ToString()), "project_id" }, { new StringContent("late"), "name" },
        };
        using HttpResponseMessage answer = await client.Http.PostAsync("/api/datasets/upload", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        JsonElement dataset = (await client.GetAsync(answer.Headers.Location!.ToString())).GetProperty("dataset");
        (dataset.GetProperty("name").GetString(), dataset.GetProperty("description").GetString()).ShouldBe(("late", "what it is"));
        await client.UploadAsync(project, Tables.Csv(50), "late");
        (await client.GetAsync(answer.Headers.Location!.ToString())).GetProperty("dataset").GetProperty("description").GetString().ShouldBe("what it is", "who says nothing takes nothing back");
    }

    [Fact]
    public async Task What_cannot_be_a_dataset_is_refused_and_nothing_is_kept()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string project = (await client.ProjectAsync()).ToString();
        string[] before = Artifacts();
        byte[] table = Tables.Csv(60);
        (byte[] Table, string File, (string, string)[] Fields, HttpStatusCode Status, string Error)[] wrong =
        [
            (table, "t.csv", [("name", "t")], HttpStatusCode.UnprocessableEntity, "'project_id' must be an id"),
            (table, "t.csv", [("project_id", project)], HttpStatusCode.UnprocessableEntity, "'name' must be a text"),
            (table, "t.csv", [("project_id", project), ("name", new string('x', 201))], HttpStatusCode.UnprocessableEntity, "'name' must be a text"),
            (table, "t.csv", [("project_id", project), ("name", new string('x', 70_000))], HttpStatusCode.UnprocessableEntity, "'name' must be a text"),
            (table, "t.csv", [("project_id", project), ("name", "a\0b")], HttpStatusCode.UnprocessableEntity, "'name' must be a text"),
            (table, "t.csv", [("project_id", "nothing"), ("name", "t")], HttpStatusCode.NotFound, "Project not found"),
            (table, "t.csv", [("project_id", Guid.NewGuid().ToString()), ("name", "t")], HttpStatusCode.NotFound, "Project not found"),
            (table, "t.csv", [("project_id", project), ("name", "t"), ("name", "u")], HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data"),
            (table, "t.csv", [("project_id", project), ("name", "t"), ("colour", "red")], HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data"),
            (table, "t.xlsx", [("project_id", project), ("name", "t")], HttpStatusCode.UnsupportedMediaType, "Unsupported file type."),
            ([], "t.csv", [("project_id", project), ("name", "t")], HttpStatusCode.UnprocessableEntity, "Failed to parse input .csv/.parquet: "),
            (table, "t.parquet", [("project_id", project), ("name", "t")], HttpStatusCode.UnprocessableEntity, "Failed to parse input .csv/.parquet: "),
            ([0x1F, 0x8B, 0, 0], "t.csv", [("project_id", project), ("name", "t")], HttpStatusCode.UnprocessableEntity, "Failed to parse input .csv/.parquet: "),
        ];
        foreach (var (bytes, file, fields, status, error) in wrong)
        {
            await ErrorTableTests.ShouldBeAsync(await client.SendUploadAsync(bytes, file, fields), status, error, startsWith: true);
        }
        await ErrorTableTests.ShouldBeAsync(
            await client.Http.PostAsync("/api/datasets/upload", new MultipartFormDataContent { { new StringContent(project), "project_id" } }), HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PostAsJsonAsync("/api/datasets/upload", new { name = "t" }), HttpStatusCode.BadRequest, "Missing 'file' in multipart form-data");
        (await client.GetAsync("/api/datasets")).GetProperty("total").GetInt32().ShouldBe(0);
        Artifacts().ShouldBe(before);
        fixture.Server.Spooled.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_before_it_is_read_to_the_end()
    {
        await using TestServer small = await TestServer.StartAsync(settings => settings with { MaxUpload = 10_000 });
        using ApiClient client = await ApiClient.CreateAsync(small);
        string project = (await client.ProjectAsync()).ToString();
        await ErrorTableTests.ShouldBeAsync(
            await client.SendUploadAsync(Tables.Csv(2_000), "t.csv", ("project_id", project), ("name", "t")), HttpStatusCode.RequestEntityTooLarge, "Payload too large (limit 0.5GB)");
        small.Spooled.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_rows_are_shown_as_they_are_in_the_file()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string version = (await client.UploadAsync(await client.ProjectAsync(), Encoding.UTF8.GetBytes(Mixed))).GetProperty("version_id").GetString()!;
        JsonElement preview = await client.GetAsync($"/api/datasets/versions/{version}/preview?rows=2");
        preview.Fields().ShouldBe(["dataset_version_id", "version", "columns", "rows", "total_rows"]);
        preview.GetProperty("columns").GetRawText().ShouldBe("""["id","zip","city","age","note","joined"]""");
        preview.GetProperty("total_rows").GetInt32().ShouldBe(4);
        preview.GetProperty("rows").GetArrayLength().ShouldBe(2);
        JsonElement second = preview.GetProperty("rows")[1];
        (second.GetProperty("city").GetString(), second.GetProperty("joined").GetString(), second.GetProperty("age").ValueKind).ShouldBe(("Rome", "2026-03-02", JsonValueKind.Null));
        preview.GetProperty("rows")[0].GetProperty("age").GetDouble().ShouldBe(41);
        (await client.GetAsync($"/api/datasets/versions/{version}/preview")).GetProperty("rows").GetArrayLength().ShouldBe(4);
        foreach (string rows in (string[])["0", "501", "-1", "many"])
        {
            await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/datasets/versions/{version}/preview?rows={rows}"), HttpStatusCode.UnprocessableEntity, "'rows' must be a whole number from 1 to 500");
        }
    }

    [Fact]
    public async Task The_profile_says_what_each_column_is_like()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string version = (await client.UploadAsync(await client.ProjectAsync(), Tables.Csv(200))).GetProperty("version_id").GetString()!;
        JsonElement answer = await client.GetAsync($"/api/datasets/versions/{version}/profile");
        answer.Fields().ShouldBe(["dataset_version_id", "dataset_id", "version", "schema", "profile"]);
        JsonElement profile = answer.GetProperty("profile");
        (profile.GetProperty("rows").GetInt32(), profile.GetProperty("duplicate_rows").GetInt32()).ShouldBe((200, 0));
        Dictionary<string, JsonElement> columns = profile.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        columns.Keys.ShouldBe(["age", "city", "joined", "member", "amount"]);
        columns.Values.Select(column => column.GetProperty("type").GetString()).ShouldBe(["integer", "category", "date", "boolean", "decimal"]);
        JsonElement age = columns["age"];
        age.Fields().ShouldBe(["name", "type", "missing", "missing_share", "distinct", "min", "max", "mean", "standard_deviation", "quantiles"]);
        (age.GetProperty("min").GetDouble(), age.GetProperty("max").GetDouble(), age.GetProperty("distinct").GetInt32()).ShouldBe((20, 69, 50));
        columns["joined"].GetProperty("min").GetString().ShouldBe("2026-01-01");
        columns["city"].GetProperty("top")[0].GetRawText().ShouldBe("""{"value":"Oslo","count":67}""");
    }

    [Fact]
    public async Task What_several_say_at_once_is_all_kept()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string version = (await client.UploadAsync(await client.ProjectAsync(), Encoding.UTF8.GetBytes(Mixed))).GetProperty("version_id").GetString()!;
        string[] columns = ["id", "zip", "city", "note"];
        await Task.WhenAll(columns.Select(column => client.PatchAsync($"/api/datasets/versions/{version}/schema", new { columns = new Dictionary<string, string> { [column] = "ignore" } })));
        (await client.GetAsync($"/api/datasets/versions/{version}/profile")).GetProperty("schema").GetRawText().ShouldBe("""{"city":"ignore","id":"ignore","note":"ignore","zip":"ignore"}""");
    }

    [Fact]
    public async Task What_is_said_about_columns_changes_profile_and_preview_of_that_version_alone()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        Guid project = await client.ProjectAsync();
        string version = (await client.UploadAsync(project, Encoding.UTF8.GetBytes(Mixed))).GetProperty("version_id").GetString()!;
        string path = $"/api/datasets/versions/{version}/schema";
        JsonElement changed = await client.PatchAsync(path, new { columns = new { zip = "category", id = "identifier", note = "ignore" } });
        changed.GetProperty("schema").GetRawText().ShouldBe("""{"id":"identifier","note":"ignore","zip":"category"}""");
        TypesOf(changed).ShouldBe([("id", "identifier"), ("zip", "category"), ("city", "category"), ("age", "integer"), ("note", "ignored"), ("joined", "date")]);
        (await client.GetAsync($"/api/datasets/versions/{version}/profile")).GetRawText().ShouldBe(changed.GetRawText());
        JsonElement preview = await client.GetAsync($"/api/datasets/versions/{version}/preview");
        preview.GetProperty("columns").GetRawText().ShouldBe("""["id","zip","city","age","joined"]""");
        preview.GetProperty("rows")[0].GetProperty("zip").GetString().ShouldBe("01234");

        JsonElement back = await client.PatchAsync(path, new { columns = new Dictionary<string, string?> { ["note"] = null, ["age"] = "category" } });
        back.GetProperty("schema").GetRawText().ShouldBe("""{"age":"category","id":"identifier","zip":"category"}""");
        TypesOf(back).Single(column => column.Item1 == "note").Item2.ShouldNotBe("ignored");

        string next = (await client.UploadAsync(project, Encoding.UTF8.GetBytes(Mixed))).GetProperty("version_id").GetString()!;
        (await client.GetAsync($"/api/datasets/versions/{next}/profile")).GetProperty("schema").GetRawText().ShouldBe("{}");
    }

    [Theory]
    [InlineData("{}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":[]}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":{\"postcode\":\"category\"}}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":{\"city\":\"colour\"}}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":{\"city\":5}}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":{\"id\":\"ignore\",\"zip\":\"ignore\",\"city\":\"ignore\",\"age\":\"ignore\",\"note\":\"ignore\",\"joined\":\"ignore\"}}", "'columns' must be an object of column types")]
    [InlineData("{\"columns\":{\"city\":\"integer\"}}", "Failed to parse input .csv/.parquet: ")]
    public async Task A_schema_that_the_file_does_not_have_is_refused(string json, string error)
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string version = (await client.UploadAsync(await client.ProjectAsync(), Encoding.UTF8.GetBytes(Mixed))).GetProperty("version_id").GetString()!;
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        await ErrorTableTests.ShouldBeAsync(await client.Http.PatchAsync($"/api/datasets/versions/{version}/schema", content), HttpStatusCode.UnprocessableEntity, error, startsWith: true);
        (await client.GetAsync($"/api/datasets/versions/{version}/profile")).GetProperty("schema").GetRawText().ShouldBe("{}");
    }

    [Fact]
    public async Task Parquet_is_taken_too()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        using var csv = new MemoryStream(Tables.Csv(100));
        TableDocument document = TableFiles.Read(csv, "table.csv");
        using var parquet = new MemoryStream();
        TableFiles.Write(parquet, TableFormat.Parquet, document.Table.Schema, [document.Table]);
        JsonElement upload = await client.UploadAsync(await client.ProjectAsync(), parquet.ToArray(), fileName: "table.parquet");
        JsonElement version = (await client.GetAsync($"/api/datasets/versions/{upload.GetProperty("version_id").GetString()}")).GetProperty("dataset_version");
        (version.GetProperty("format").GetString(), version.GetProperty("rows").GetInt32()).ShouldBe(("parquet", 100));
        using HttpResponseMessage file = await client.Http.GetAsync($"/api/artifacts/{upload.GetProperty("artifact_id").GetString()}/download");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.apache.parquet");
        file.Content.Headers.ContentDisposition!.FileName.ShouldBe("dataset.parquet");
        (await file.Content.ReadAsByteArrayAsync()).ShouldBe(parquet.ToArray());
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_downloaded()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        string artifact = (await client.UploadAsync(await client.ProjectAsync(), Tables.Csv(60))).GetProperty("artifact_id").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/artifacts/{artifact}/download");
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(4, 7);
        using HttpResponseMessage answer = await client.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Tables.Csv(60)[4..8]);
    }

    [Fact]
    public async Task A_deleted_dataset_takes_its_files_along_and_ends_trainings_on_it()
    {
        using ApiClient client = await ApiClient.CreateAsync(fixture.Server);
        MadeModel waiting = await client.ModelAsync(await client.ProjectAsync());
        string artifact = (await client.GetAsync($"/api/datasets/versions/{waiting.VersionId}")).GetProperty("dataset_version").GetProperty("artifact_id").GetString()!;
        (await client.DeleteAsync($"/api/datasets/{waiting.DatasetId}")).GetRawText().ShouldBe($$"""{"ok":true,"dataset_id":"{{waiting.DatasetId}}"}""");
        await ErrorTableTests.ShouldBeAsync(await client.Http.GetAsync($"/api/artifacts/{artifact}/download"), HttpStatusCode.NotFound, "Artifact not found");
        Artifacts().ShouldNotContain(path => path.EndsWith(Guid.Parse(artifact).ToString("N"), StringComparison.Ordinal));
        JsonElement model = (await client.GetAsync($"/api/synthgen/models/{waiting.Id}")).GetProperty("model");
        (model.GetProperty("status").GetString(), model.GetProperty("dataset_version").GetInt32()).ShouldBe(("failed", 0));
        model.GetProperty("error").GetString()!.ShouldContain("was deleted");
        (await client.GetAsync($"/api/synthgen/jobs/{waiting.JobId}")).GetProperty("status").GetString().ShouldBe("cancelled");
    }

    private static (string, string)[] TypesOf(JsonElement answer) =>
        [.. answer.GetProperty("profile").GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString()!, column.GetProperty("type").GetString()!))];

    private string[] Artifacts() => [.. Directory.GetFiles(fixture.Server.Server.Workspace.Folder.Artifacts, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
