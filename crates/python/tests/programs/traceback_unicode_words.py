print("日本 é")
raise ValueError("é日本")
