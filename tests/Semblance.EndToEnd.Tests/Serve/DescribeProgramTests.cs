using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Cli.Tests;
using Semblance.Describe.Tests.Output;
using Shouldly;
using Xunit;

namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>The documented programs of the describe API's clients, in Python and for curl with jq. Nothing is changed but the address.</summary>
public sealed class DescribeProgramTests(SharedServer server) : IClassFixture<SharedServer>, IDisposable
{
    private const string Python = """
        import requests
        import json

        # API configuration
        url = "https://syntheticdatagen.xyz/api/generate"
        headers = {"Content-Type": "application/json"}

        # Request payload
        data = {
            "api_key": "sk-your-openai-api-key",
            "prompt": "E-commerce platform with customers, products, orders, and reviews",
            "datasets": 3,
            "dataset_size": 1500,
            "reality": 4,
            "output_format": "json"
        }

        # Make request
        response = requests.post(url, headers=headers, json=data)

        if response.status_code == 200:
            result = response.json()
            
            # Process each dataset
            for name, dataset in result["datasets"].items():
                print(f"Dataset: {name}")
                print(f"Records: {dataset['size']}")
                print(f"Format: {dataset['format']}")
                
                # Save to file
                with open(f"{name}.json", "w") as f:
                    json.dump(dataset["content"], f, indent=2)
                    
            print(f"Total records generated: {result['metadata']['total_records']}")
        else:
            print(f"Error: {response.status_code}")
            print(response.json())
        """;

    private const string Curl = """
        curl -X POST https://syntheticdatagen.xyz/api/generate \
          -H "Content-Type: application/json" \
          -d '{
            "api_key": "sk-your-openai-api-key",
            "prompt": "Healthcare system with patients and appointments",
            "datasets": 2,
            "dataset_size": 800,
            "reality": 2,
            "output_format": "json"
          }' \
          | jq '.'
        """;

    private const string GoodPrompt =
        "E-commerce platform with customers (id, name, email, signup_date), products (id, name, price, category_id), and orders (id, customer_id, product_id, quantity, order_date, status). Include 5 product categories and realistic order patterns.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Python_gets_the_datasets_of_the_document()
    {
        string[] lines = RunPython(Python);
        lines.Where(line => line.StartsWith("Dataset: ", StringComparison.Ordinal)).ShouldBe(["Dataset: customers", "Dataset: products", "Dataset: orders", "Dataset: reviews"], "the prompt names four");
        lines.Where(line => line == "Records: 1500").Count().ShouldBe(4);
        lines.Where(line => line == "Format: json").Count().ShouldBe(4);
        lines[^1].ShouldBe("Total records generated: 6000");
        long[] Keys(string table, string column) => [.. JsonNode.Parse(File.ReadAllText(_folder[table + ".json"]))!.AsArray().Select(row => row![column]!.GetValue<long>())];
        long[] customers = Keys("customers", "id");
        customers.Distinct().Count().ShouldBe(1500);
        Keys("orders", "customer_id").ShouldBeSubsetOf(customers);
    }

    [Fact]
    public void Python_is_told_what_is_wrong()
    {
        RunPython(Python.Replace("sk-your", "your", StringComparison.Ordinal))
            .ShouldBe(["Error: 401", "{'error': 'Invalid API key format', 'detail': \"API key must start with 'sk-'\"}"]);
        string[] lines = RunPython(Python.Replace("\"datasets\": 3,", "\"datasets\": 3, \"auto_correct\": False,", StringComparison.Ordinal));
        lines[0].ShouldBe("Error: 400");
        lines[1].ShouldContain("'issues': ['Prompt mentions 4 entities (customers, products, orders, reviews) but datasets=3']");
        lines[1].ShouldContain("'suggestions': ['Set datasets=4 to match entities in prompt', 'Or modify prompt to only mention 3 entities']");
    }

    [Fact]
    public void Curl_and_jq_get_the_datasets_of_the_document()
    {
        Tool.Require("curl", "--version");
        Tool.Require("jq", "--version");
        string answer = Tool.Run(_folder.Folder, "bash", "-c", Here(Curl));
        JsonElement datasets = JsonDocument.Parse(answer).RootElement.GetProperty("datasets");
        datasets.EnumerateObject().Select(dataset => dataset.Name).ShouldBe(["patients", "appointments"]);
        datasets.EnumerateObject().ShouldAllBe(dataset => dataset.Value.GetProperty("content").GetArrayLength() == 800);
        HashSet<long> patients = [.. datasets.GetProperty("patients").GetProperty("content").EnumerateArray().Select(row => row.GetProperty(row.EnumerateObject().First().Name).GetInt64())];
        datasets.GetProperty("appointments").GetProperty("content").EnumerateArray().ShouldAllBe(row => patients.Contains(row.GetProperty("patient_id").GetInt64()));
    }

    [Theory]
    [InlineData("sqlite", 0)]
    [InlineData("sqlite", 8)]
    [InlineData("postgresql", 0)]
    [InlineData("postgresql", 8)]
    public async Task Scripts_load_into_real_databases_one_dataset_after_the_other(string dialect, int reality)
    {
        JsonNode answer = await DescribeAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 3000, ["output_format"] = "sql", ["dialect"] = dialect, ["reality"] = reality });
        string script = _folder.Write("all.sql", string.Concat(answer["datasets"]!.AsObject().Select(dataset => dataset.Value!["content"]!.GetValue<string>())));
        const string query = "SELECT count(*) FROM customers; SELECT count(*) FROM products; SELECT count(*) FROM orders; SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id); SELECT count(DISTINCT category_id) FROM products";
        string[] counts = (dialect == "sqlite" ? await Databases.SqliteAsync(script, query) : await Databases.PostgreSqlAsync(script, query)).Split('\n');
        counts[..4].ShouldBe(["3000", "3000", "3000", "0"]);
        if (reality == 0)
        {
            counts[4].ShouldBe("5");
        }
    }

    [Fact]
    public async Task A_key_is_in_no_log_and_no_file()
    {
        const string key = "sk-end-to-end-secret-0123456789";
        await DescribeAsync(new JsonObject { ["api_key"] = key, ["prompt"] = "customers and orders of Valuville" });
        foreach (string body in (string[])[$"{{\"api_key\":\"{key}\",\"prompt\":", $"{{\"api_key\":\"{key}\",\"nonsense\":1}}", $"{{\"api_key\":\"{key}\",\"plan\":{{\"api_key\":\"{key}\"}}}}"])
        {
            using HttpResponseMessage answer = await server.Process.Client.PostAsync("/api/generate", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            ((int)answer.StatusCode).ShouldBe(400);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain(key);
        }
        server.Process.WaitForLog("POST /api/generate was answered with 400");
        server.Process.Log.ShouldNotContain("secret-0123456789");
        server.Process.Log.ShouldNotContain("Valuville");
        foreach (string path in Directory.GetFiles(server.Process.Data, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)).ShouldNotContain("secret-0123456789", customMessage: path);
        }
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_answer()
    {
        await DescribeAsync(new JsonObject { ["prompt"] = GoodPrompt, ["dataset_size"] = 50_000 });
        long before = server.Process.ResidentBytes();
        var body = new JsonObject { ["api_key"] = "sk-1", ["prompt"] = GoodPrompt, ["dataset_size"] = 1_000_000 };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        using HttpResponseMessage answer = await server.Process.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using Stream stream = await answer.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        while (await stream.ReadAsync(buffer) is > 0 and int read)
        {
            length += read;
        }
        length.ShouldBeGreaterThan(250_000_000);
        // Heaps grow a little in steps; the answer is more than twice as large as what is allowed here.
        (server.Process.ResidentBytes() - before).ShouldBeLessThan(120_000_000);
    }

    private async Task<JsonNode> DescribeAsync(JsonObject body)
    {
        body.TryAdd("api_key", "sk-1");
        using HttpResponseMessage answer = await server.Process.Client.PostAsync("/api/generate", new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(200, text[..Math.Min(500, text.Length)]);
        return JsonNode.Parse(text)!;
    }

    private string[] RunPython(string program)
    {
        const string interpreter = "/usr/bin/python3";
        Tool.Require(interpreter, "-c", "import requests");
        return Tool.Run(_folder.Folder, interpreter, _folder.Write("program.py", Here(program))).TrimEnd('\n').Split('\n');
    }

    private string Here(string program) => program.Replace("https://syntheticdatagen.xyz", server.Process.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
}
