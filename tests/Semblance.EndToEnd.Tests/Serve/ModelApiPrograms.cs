namespace Semblance.EndToEnd.Tests.Serve;

/// <summary>
/// The documented programs of the model API's clients. What every user changes is in capitals: the address, the key, the ids and the type of
/// the model; "config" is left empty for the types that have no epochs.
/// </summary>
internal static class ModelApiPrograms
{
    /// <summary>"Full Workflow Example".</summary>
    public const string Workflow = """
        import requests
        import time
        BASE_URL = "URL"
        HEADERS = {"Authorization": "Bearer YOUR_API_KEY"}
        # 1. Train a CTGAN model
        resp = requests.post(f"{BASE_URL}/api/synthgen/models", headers=HEADERS, json={
            "project_id": "PROJECT_ID",
            "dataset_version_id": "DATASET_VERSION_ID",
            "name": "Transactions CTGAN v1",
            "model_type": "MODEL_TYPE",
            "config": CONFIG,
        })
        model_id = resp.json()["model_id"]
        # 2. Wait for training to complete
        while True:
            r = requests.get(f"{BASE_URL}/api/synthgen/models/{model_id}", headers=HEADERS)
            if r.json()["model"]["status"] in ("ready", "failed"):
                break
            time.sleep(15)
        # 3. Generate synthetic data
        resp = requests.post(
            f"{BASE_URL}/api/synthgen/models/{model_id}/generate",
            headers=HEADERS,
            json={"num_rows": 10000, "seed": 42},
        )
        job_id = resp.json()["synthgen_job_id"]
        # 4. Wait for generation to complete
        while True:
            r = requests.get(f"{BASE_URL}/api/synthgen/jobs/{job_id}", headers=HEADERS)
            if r.json()["status"] in ("completed", "failed"):
                break
            time.sleep(5)
        # 5. Download the result
        resp = requests.get(
            f"{BASE_URL}/api/synthgen/jobs/{job_id}/download",
            headers=HEADERS,
        )
        with open("synthetic_transactions.csv", "wb") as f:
            f.write(resp.content)
        print(f"Generated {10000} synthetic rows.")
        """;

    /// <summary>The examples of "Create Model", "Generate Synthetic Data" and "Download Synthetic Data", one after the other as a reader pastes them.</summary>
    public const string Examples = """
        BASE_URL = "URL"
        import requests
        import time
        resp = requests.post(f"{BASE_URL}/api/synthgen/models", headers={
            "Authorization": "Bearer YOUR_API_KEY",
        }, json={
            "project_id": "PROJECT_ID",
            "dataset_version_id": "DATASET_VERSION_ID",
            "name": "Transactions CTGAN",
            "model_type": "ctgan",
            "config": {"epochs": 300, "batch_size": 500},
        })
        model_id = resp.json()["model_id"]
        print("Model training started:", model_id)
        # Poll until ready
        while True:
            r = requests.get(f"{BASE_URL}/api/synthgen/models/{model_id}", headers={
                "Authorization": "Bearer YOUR_API_KEY",
            })
            status = r.json()["model"]["status"]
            print(f" Status: {status}")
            if status in ("ready", "failed"):
                break
            time.sleep(10)
        # Generate synthetic data
        resp = requests.post(
            f"{BASE_URL}/api/synthgen/models/{model_id}/generate",
            headers={"Authorization": "Bearer YOUR_API_KEY"},
            json={"num_rows": 10000, "seed": 42},
        )
        synthgen_job_id = resp.json()["synthgen_job_id"]
        # Poll until generation completes
        while True:
            r = requests.get(
                f"{BASE_URL}/api/synthgen/jobs/{synthgen_job_id}",
                headers={"Authorization": "Bearer YOUR_API_KEY"},
            )
            status = r.json()["status"]
            if status in ("completed", "failed"):
                break
            time.sleep(5)
        # Download the generated data
        dl = requests.get(
            f"{BASE_URL}/api/synthgen/jobs/{synthgen_job_id}/download",
            headers={"Authorization": "Bearer YOUR_API_KEY"},
        )
        with open("synthetic_data.csv", "wb") as f:
            f.write(dl.content)
        """;

    public const string CreateWithCurl = """
        curl -X POST "$BASE_URL/api/synthgen/models" \
        -H "Authorization: Bearer YOUR_API_KEY" \
        -H "Content-Type: application/json" \
        -d '{
        "project_id": "PROJECT_ID",
        "dataset_version_id": "DATASET_VERSION_ID",
        "name": "Transactions CTGAN",
        "model_type": "ctgan",
        "config": {
        "epochs": 300,
        "batch_size": 500
        }
        }'
        """;

    public const string ListModelsWithCurl = """
        curl "$BASE_URL/api/synthgen/models?project_id=PROJECT_ID" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string ShowModelWithCurl = """
        curl "$BASE_URL/api/synthgen/models/MODEL_ID" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string GenerateWithCurl = """
        curl -X POST "$BASE_URL/api/synthgen/models/MODEL_ID/generate" \
        -H "Authorization: Bearer YOUR_API_KEY" \
        -H "Content-Type: application/json" \
        -d '{
        "num_rows": 10000,
        "seed": 42
        }'
        """;

    public const string DeleteModelWithCurl = """
        curl -X DELETE "$BASE_URL/api/synthgen/models/MODEL_ID" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string ListJobsWithCurl = """
        curl "$BASE_URL/api/synthgen/jobs?model_id=MODEL_ID" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string ShowJobWithCurl = """
        curl "$BASE_URL/api/synthgen/jobs/JOB_ID" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string DownloadWithCurl = """
        curl -o synthetic_data.csv \
        "$BASE_URL/api/synthgen/jobs/JOB_ID/download" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;

    public const string ModelTypesWithCurl = """
        curl "$BASE_URL/api/synthgen/model-types" \
        -H "Authorization: Bearer YOUR_API_KEY"
        """;
}
